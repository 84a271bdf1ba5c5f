"""Where numbers, dates and codes can begin in a line of text in normal form."""

import re

from kejian.language.numerals import HAN

_ALWAYS = rf"0-9₀-₉①-⑳{HAN}几数半过翻"  # whatever stands around them, these begin
_LETTERS = "IVA-HJ-QSTaefhnostwſ"
# what a seed can begin with, one class, which a scan finds much faster than alternatives; and behind it what
# must stand around it
FIRST = re.compile(
    rf"[{_ALWAYS}第前首榜大日天{_LETTERS}ⅠⅡⅢⅣⅤⅥ]"
    rf"(?:(?<=[{_ALWAYS}])|(?<=[第前])(?= ?[0-9一二三四五六七八九十百两])|(?<=首)(?=位)|(?<=榜)(?=首)"
    rf"|(?<=大)(?=半)|(?<=星期[日天]|礼拜[日天])|(?<=[ⅠⅡⅢⅣⅤⅥ])(?=[期类级])|(?<=[{_LETTERS}])(?<![A-Za-z].))"
)
LATIN = frozenset("ABCDEFGHIJKLMNOPQSTVaefhnostwſ")
# what must go on from one of these
WORD = re.compile(
    r"(?:I{1,3}|IV|VI{0,3})(?=期|类|级)"
    r"|(?:Phase|Type|Level|Tier|Grade|Class|Stage|Article|No\.) ?(?=\d"
    r"|[IVX]{1,4}\b)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?=\d)"
    r"|(?:Q[1-4]|H[12]|FY|CY) ?(?:of )?(?=(?:FY)?\d{4})|https?://|www\."
    r"|(?<!-)(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|one[ -](?:third"
    r"|quarter|half|fifth|hundred|thousand|million|billion)|a (?:third|quarter|half|hundred"
    r"|thousand|million|billion|dozen)|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth)(?![A-Za-z])"
)
