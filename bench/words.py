"""Words of invented tickets, and how fast two of their characters are found again."""

ORDINARY = (
    "路灯连续几晚不亮", "楼道堆放杂物影响通行", "夜间施工噪声扰民", "垃圾清运不及时有异味",
    "共享单车占压盲道", "井盖破损有安全隐患", "物业没有及时维修电梯", "道路积水行人难以通过",
    "树枝遮挡信号灯", "消防通道被车辆堵住", "自来水水压不足", "暖气温度达不到标准",
)  # fmt: skip
# In one ticket of five hundred.
RARE = "屋顶漏雨多日"
RARE_WORD = "漏雨"
PLACES = ("东里小区北门", "和顺路", "建设巷", "幸福花园三期", "友谊大街", "科技园西侧", "月亮河桥")
