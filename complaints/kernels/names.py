"""People's names in running text, found by surname and by what stands around them."""

import re
from collections.abc import Iterator

_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|端木|南宫|独孤"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎"
    "易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢岳齐梅莫庄辛"
    "华戚柏窦凤秋苗祝左涂谷祁耿牟卜詹闫肖齐甄贡狄娄佟冉褚卫尚柴靳喻霍鞠裴席费童邸逯阮瞿滕穆宁艾隋冷"
)
# These begin too many other words; before a title they are surnames all the same.
_RARE_SURNAMES = "路房单闻付管代花过向"
_HAN = "\u4e00-\u9fff"
_SURNAME = f"(?:{_COMPOUND}|[{_SURNAMES}])"
_TITLES = "女士|先生|小姐|大爷|大妈|大娘|大叔|大婶|大姐|大哥|阿姨|师傅|奶奶|爷爷|叔叔|老太太|老先生"
# What may come right after a name; a name is two to four characters and has no end mark of its own.
_AFTER = (
    rf"$|[^{_HAN}]|反映|表示|说|称|家|电话|手机|{_TITLES}|来电|报|于|住|在|的|和|跟|与|今|昨"
    "|多次|向|投诉|要求|希望|身份证|是|想|求|没|有|不|也|现|女|男|已|曾|因|对|将|把|被|去|到"
    "|本人|一家|夫|老人|同志|及|等|联系|微信|名下|所|处|这|从|给|为|经|认为|发现|半夜|每|带|养|独"
)
_NAME = rf"({_SURNAME}[{_HAN}]{{1,2}}?)(?={_AFTER})"
_WHOLE_NAME = rf"({_SURNAME}[{_HAN}]{{1,2}})"
_ANY_NAME = rf"((?:{_SURNAME}|[{_RARE_SURNAMES}])[{_HAN}]{{1,2}}?)(?={_AFTER})"
_MARK = "[ :,是为]{0,3}"
_STRONG = (
    "我叫|名叫|姓名|联系人|签名|署名|反映人|申请人|举报人|投诉人|报修人|法定代表人|法人|机主"
    "|收件人|当事人|叫做"
)
_ROLE = (
    "户主|房主|业主|租户|租客|房东|邻居|住户|老人|来电人|市民|居民|村民|房客|母亲|父亲|老伴"
    "|丈夫|妻子|儿子|女儿"
)
_BEFORE = rf"(?:(?<![{_HAN}])|(?<=[找叫是给跟向人主户民东居位名住客系]))"

_PHONE_NEXT = (
    r"[ ,:;(]{0,2}(?:[男女][ ,])?(?:联系|手机|电话|号码){0,2}[ :是为]{0,3}"
    r"(?:\+?86)?(?:1[3-9]\d[- ]?\d{4}|0\d\d-?\d)"
)
_END = r"(?=[,.。、;!)\s]|$)"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEFORE}{_WHOLE_NAME}(?={_TITLES})",
        rf"(?<![任各对双])({_SURNAME}|[{_RARE_SURNAMES}])(?={_TITLES})",
        rf"(?:{_STRONG}){_MARK}{_ANY_NAME}",
        rf"(?:{_STRONG}){_MARK}{_WHOLE_NAME}",
        rf"(?:{_ROLE}){_MARK}{_NAME}",
        rf"(?:我是|本人)[ :,]?{_WHOLE_NAME}(?=[,.。;!\s(]|$)",
        rf"{_BEFORE}{_WHOLE_NAME}(?={_PHONE_NEXT})",
        rf"\d{{4}}[ ,、]{{1,2}}{_WHOLE_NAME}{_END}",
        rf"姓({_SURNAME}){_END}",
        rf"(?:敬礼|敬上|谢谢|感谢)[!,.。\s]{{1,4}}{_WHOLE_NAME}(?=[,.。\s\d]|$)",
    )
)
# Words that begin like a name and are none.
_WORD_LIST = """
高出 高达 曾打 曾经 谢谢 万一 万元 万分 万家 严厉 严格 严禁 严重 严防 于是
付不 付了 付出 付款 付费 代办 代管 代缴 代表 任何
任务 任意 任由 何人 何况 何地 何时 余额 冷水 冷风
华北 单元 卫星 卫浴 卫生 喻为 夏天 夏季 孙女 孙子
宁可 宁愿 宁静 安保 安全 安心 安排 安置 安装 安静
尚不 尚无 尚未 尤其 左侧 左右 左邻 席位 常住 常常
常年 常态 常有 常用 常见 庄严 应该 康复 张贴 徐徐
成立 房东 房产 房前 房后 房子 房屋 房本 房租 房管
房贷 房门 房间 文化 文明 方便 方向 方式 方案 方法
方面 施工 施行 时常 明天 易发 易燃 易爆 曾于 曾向
曾在 曾多 曾经 梁柱 武装 毕竟 毛病 水费 江水 江米
江边 汤水 温度 温馨 焦急 焦虑 牛奶 申报 申诉 申请
申领 白天 白白 白色 石墩 石头 石材 祝愿 秦皇 程序
程度 章程 童年 管不 管了 管制 管委 管家 管控 管理
管线 管网 管道 聂耳 花园 花坛 花费 范围 解决 许可
许多 谢绝 费力 费劲 费用 费电 路人 路口 路段 路灯
路牙 路线 路边 路过 路面 辛苦 连续 金属 金额 钱款
钱财 门卫 雷雨 顾客 顾虑 马上 马桶 马路 马达 高价
高压 高层 高峰 高度 高新 高楼 高温 高空 高级 高考
高速 高铁 高额 高龄 鲁谷 黄线 黄色 齐全 龙头
"""
_WORDS = frozenset(_WORD_LIST.split())


def name_spans(plain: str) -> Iterator[tuple[int, int]]:
    """Start and end of names, likeliest pattern first; they may lie over each other."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if match[1][:2] not in _WORDS:
                yield match.span(1)
