"""Who may be told what is in each column. A new column is in none of the lists, and a test fails.

`PUBLIC` may stand on a page without an account. `INTERNAL` is for staff who see the row. `IDENTITY`
leads to a person, or opens a door: no serializer, search or export carries it, and what of it may
be read at all is read through one logged action.
"""

from typing import Final

PUBLIC: Final = {
    "complaints.Category": "id code name name_en level parent demand_kind clock_kind sensitivity"
    " is_told_nearby community_assists office_key pinyin initials source since until",
    "complaints.ClockLimit": "id stage clock_kind amount unit since until source is_ours",
    "complaints.Question": "id category position text text_en kind options options_en since until",
    "complaints.Elsewhere": "id name name_en words words_en advice advice_en turn_to turn_to_en"
    " source is_ours since until",
    "complaints.Component": "id code name kind area where lon lat category since until",
    "complaints.Parameter": "id key amount unit since until source is_ours",
    "complaints.Outcome": "id code kind name name_en ground ground_en reply reply_en turn_to"
    " turn_to_en phone since until source is_ours",
    # What is internal among articles is sifted by `articles_for`, and tested to be.
    "complaints.Article": "id title title_en question_words answer answer_en category owner"
    " source is_public review_on since until version bigrams",
    "complaints.NoticeTemplate": "id code words words_en is_urgent since until source is_ours",
    "complaints.RiskWord": "id word kind what_to_do limit_hint since until source is_ours",
    "complaints.CalendarYear": "year source is_provisional",
    "complaints.CalendarDay": "day year is_working name",
    "complaints.WorkingSession": "id starts ends since until source is_ours",
    "complaints.Area": "id code name level kind parent pinyin initials outline outline_origin lon"
    " lat",
    "complaints.GazetteerEntry": "id name kind area lon lat pinyin initials origin",
    "complaints.Organisation": "id code name kind office_key area parent around_the_clock since"
    " until",
    "complaints.PropertyContract": "id organisation estate since until",
}
INTERNAL: Final = {
    "complaints.Complaint": "id number channel demand_kind redacted_text is_redaction_confirmed"
    " answer redacted_address lon lat datum component community subdistrict district category"
    " category_set_by urgency is_secret is_anonymous status version received_at dispatch_due_at"
    " finished_at round chase_count source external_number reported_district reported_subdistrict"
    " reported_community reported_unit reported_category reported_on_time",
    "complaints.Supplement": "id complaint redacted_text checked_by checked_at by actor at",
    "complaints.FormAnswer": "id complaint question",
    "complaints.Chase": "id complaint by actor at",
    "complaints.Rating": "id complaint round contacted resolved satisfaction by actor at",
    "complaints.Reopening": "id complaint round answer_before finished_before_at by actor at",
    "complaints.Advice": "id complaint outcome round reply earlier handed_to transferred_at"
    " taken_back_at taken_back_by by actor at",
    "complaints.ArticleVersion": "id article number title title_en question_words answer answer_en"
    " category owner source is_public review_on since until by at",
    "complaints.ArticleUse": "id article version complaint by actor at",
    "complaints.RiskFlag": "id complaint word at set_aside_at set_aside_by reason",
    "complaints.JointCase": "id lead opened_at closed_at",
    "complaints.JointMember": "id case complaint how reason since until by actor",
    "complaints.NumberSeries": "day last",
    "complaints.ImportSource": "id name columns by at",
    "complaints.ImportRun": "id organisation by language source file_name size_bytes columns status"
    " version attempt vain_attempts lease_until rows_total rows_done accepted duplicate rejected"
    " cause uploaded_at started_at ended_at erased_at",
    "complaints.ImportReject": "id run line about",
    "complaints.ImportEvent": "id run verb from_status to_status by actor at facts",
    # The model holds runs of three signs of checked words, each from two texts at least.
    "complaints.ModelVersion": "id origin made_at learned_until text_count label_count threshold"
    " figures parameters seed code_version digest content",
    "complaints.ModelUse": "id version why since until is_current by actor",
    "complaints.LearningRun": "id status outcome as_of period_key parameters seed code_version"
    " requested_by requested_at started_at lease_until finished_at attempts version cause",
    "complaints.Suggestion": "id complaint version suggested best confidence is_sure kept place at",
    "complaints.User": "id last_login is_superuser username is_staff is_active date_joined"
    " display_name groups user_permissions",
    "complaints.User_groups": "id user group",
    "complaints.User_user_permissions": "id user permission",
    "complaints.Post": "id user organisation role since until",
    "complaints.ComplaintEvent": "id verb from_status to_status by actor at facts complaint",
    "complaints.EditBefore": "event version at",
    "complaints.Holding": "id complaint organisation role person since until",
    "complaints.IdentityAccess": "id complaint asked_hash user fields reason at",
    "complaints.Recording": "id complaint kind status seconds width height turn is_released"
    " attempts claimed_at by actor added_at",
    "complaints.Photo": "id complaint stage width height by actor added_at sha256"
    " shown_at shown_by",
    "complaints.SearchText": "complaint bigrams",
    "dispatch.RouteCheck": "complaint version cause rule checked_at",
    "dispatch.RuleSet": "id name made_by made_at live_from published_by published_at",
    "dispatch.RuleTrial": "id rule_set against digest months since_at as_of total_count done_count"
    " known_count now_right_count then_right_count status requested_by requested_at started_at"
    " lease_until finished_at attempts cause",
    "dispatch.UnitLearning": "id status period_key as_of row_count test_count first_rate among_rate"
    " code_version digest content requested_by requested_at started_at lease_until finished_at"
    " attempts cause",
    "dispatch.RuleTrialLine": "id trial organisation now_count then_count gained lost now_returns"
    " then_returns",
    "dispatch.RoutingRule": "id rule_set position category area demand_kind channel words"
    " from_time to_time season_from season_to risk_kind contract border within_m target"
    " organisation"
    " office_key co_community co_property copy_district done_rule clock_kind whistle_kind"
    " duty note since until",
    "dispatch.Assignment": "id complaint organisation role unit_kind is_assist status handler"
    " clock_kind dispatched_at street_dispatch_due_at sign_due_at contact_due_at onsite_due_at"
    " feedback_due_at signed_at"
    " contacted_at reported_at resident_told_at hotline_told_at closed_at returned_at"
    " return_reason withdrawn_at round follows rule rule_facts override_reason dispatched_by"
    " done_rule",
    "dispatch.ContactAttempt": "id assignment method outcome note by at",
    "dispatch.Report": "id assignment outcome text cannot_reason by at",
    "dispatch.Callback": "id assignment status opened_at channel is_valid invalid_ground contacted"
    " resolved satisfaction note completed_at by",
    "dispatch.CallbackAttempt": "id callback outcome note by at",
    "dispatch.AssignmentEvent": "id verb from_status to_status by actor at facts assignment",
    "dispatch.Phrase": "id owner organisation area use category name text saved_at",
    "dispatch.Presence": "id complaint user organisation is_office is_writing seen_at",
    "dispatch.Note": "id complaint organisation is_shared text by at",
    "dispatch.Mention": "id note user notice",
    "complaints.Notice": "id recipient code complaint url facts made_at read_at gathered_at",
    "complaints.OutwardAddress": "id organisation title scheme row since kept_by until ended_by"
    " quiet_until failures last_sent_at",
    # Numbers, units and limits: what a group outside may read.
    "complaints.OutwardMessage": "id organisation address kind code facts made_at leave_at status"
    " attempts lease_until ended_at cause",
    "dispatch.Endorsement": "id complaint round reason asked_by asked_at due_at status words"
    " signed_by signed_at passed_to passed_at went_by went_at promise promised_on result"
    " finished_at",
    "dispatch.Ask": "id assignment kind ground words unit duty until_at plan review_on told_by"
    " asked_by asked_at status decided_by decided_at decision_words due_before_at due_after_at"
    " told_review_on ended_by ended_at result",
    "dispatch.ShelfReview": "id ask words next_on by at",
    "dispatch.Supervision": "id complaint round organisation period_on trigger level facts words"
    " opened_by opened_at due_at arrive_by_at status replied_by replied_at reply sent_back_words"
    " cleared_by cleared_at cleared_words",
    "dispatch.Escalation": "id assignment step due_at made_at told is_passed_over told_at",
    "dispatch.UnitEnding": "id organisation found_at opened_by successor reason done_by done_at"
    " moved_count",
    "dispatch.WorkLink": "id assignment company made_by made_at expires_at text"
    " reported_at ended_by ended_at",
    "dispatch.Consultation": "id complaint round question opened_by opened_at due_at status"
    " decision lead is_fallback ended_by ended_at",
    "dispatch.Opinion": "id consultation organisation stance words by at",
    "dispatch.Sweep": "id complaint round what due_on opened_by opened_at ended_at",
    "dispatch.SweptPlace": "id sweep area result where words by at filed filed_by",
    "dispatch.DutyEntry": "id code group title holder article source is_ours since until",
    "dispatch.OffListMatter": "id street department title words is_own_work received_on by at"
    " status article reply approval document people money technique until_on decided_by decided_at",
    "dispatch.FigureRequest": "id community asker title legal_ground known since until verdict"
    " offered by at",
    "dispatch.Petition": "id complaint level number about received_on status linked_by linked_at",
    "dispatch.PetitionStep": "id petition verb on words by at",
    "dispatch.Exclusion": "id assignment ground evidence applied_by applied_at decision decided_by"
    " decided_at decision_note",
    "dispatch.Label": "id name colour area is_archived",
    "dispatch.Labelling": "id complaint label by at",
    "dispatch.SavedView": "id owner organisation name query columns saved_at",
    "dispatch.BoardChoice": "user first_view columns has_keys has_preview",
    # Who reports in for a body without accounts is written down by his office's name for him.
    "dispatch.Whistle": "id number kind origin title reason place lon lat blower district_body"
    " signature_count signatures_kept_at status blown_by blown_at concluded_at called_off_at"
    " call_off_reason",
    "dispatch.WhistleTicket": "id whistle complaint by at",
    "dispatch.MoreTime": "id assignment whistle due_before_at due_after_at at",
    "dispatch.Summons": "id whistle organisation reason legal_ground summoned_by summoned_at"
    " report_by_at status reported_in_at reported_in_by arrival arrived_name distance_m wrong_codes"
    " refusal refused_at excuse_ground excuse_note excused_at left_at",
    "dispatch.Breach": "id summons kind at reported_to decision words decided_by decided_at",
    "dispatch.WhistleScore": "id summons direction points words by at",
    "dispatch.Meeting": "id whistle place starts_at agenda status planned_by planned_at frozen_at"
    " digest",
    "dispatch.Attendance": "id meeting user organisation at",
    "dispatch.Minutes": "id meeting number text by at",
    "dispatch.Duty": "id whistle owner what is_on_spot due_on by at result evidence settled_by"
    " settled_at",
    "dispatch.Fund": "id whistle body what asked_yuan asked_by asked_at granted_yuan source words"
    " decided_by decided_at",
    "dispatch.JointAction": "id whistle kind done_on what by at",
    "dispatch.WhistleEvent": "id verb from_status to_status by actor at facts whistle summons",
    "dispatch.ScoringScheme": "id name response_weight resolution_weight satisfaction_weight"
    " basic_factor composite_digits rate_digits rounding tie least_valid governance_count"
    " advanced_percent rectify_percent progress_points supervise_volume supervise_bottom"
    " watch_minutes watch_least public_least start_day since until source is_ours",
    "dispatch.MonthClosing": "id label revision starts_on ends_on scheme scheme_facts as_of"
    " last_complaint last_assignment reason digest closed_by",
    "dispatch.ClosedCount": "id closing level key name code kind area parent all_counts"
    " kept_counts",
    "dispatch.GradeBand": "id scheme name name_en least",
}
IDENTITY: Final = {
    # The words and the place as said may name anybody; keys and hashes open the caller's own door.
    "complaints.Complaint": "text address idempotency_key code_hash token_hash",
    "complaints.Identity": "id complaint name_sealed phone_sealed home_sealed phone_hash",
    "complaints.IdentityAccess": "ip",
    "complaints.Photo": "file pending_key",
    # Another system's file, and its rows that were not taken, with their callers: sealed.
    "complaints.ImportRun": "file",
    "complaints.ImportReject": "sealed",
    "complaints.Recording": "taken file silent pending_key",
    # As the caller said it: units read what was checked.
    "complaints.Supplement": "text",
    "complaints.Reopening": "reason",
    "complaints.FormAnswer": "value",
    "complaints.Rating": "words",
    # An address and words as they stood before an edit, for the seconds of its undo.
    "complaints.EditBefore": "values",
    # Who has it may write there.
    "complaints.OutwardAddress": "sealed_url",
    "complaints.TrackingAttempt": "id key at",
    # Opens place and problem of one ticket to who has it.
    "dispatch.WorkLink": "token_hash",
    # Proves that somebody stands at the place: read out there by who called him.
    "dispatch.Whistle": "arrival_code",
    "complaints.User": "password first_name last_name email",
}
# Read by its own permission inside the serializer, and tested to be.
GUARDED: Final = {("ComplaintOut", "text"), ("ComplaintOut", "address")}
