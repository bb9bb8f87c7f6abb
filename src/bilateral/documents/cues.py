"""What single lines of news texts look like: menus, credits, forms, date lines, comment headers.

Every pattern is of the genre, with a text it matches beside it; none is of one outlet.
"""



from __future__ import annotations

import re
from functools import lru_cache

from bilateral.documents.dates import find_dates

__all__ = [
    "CREDIT",
    "FIELD",
    "FOOTNOTE",
    "FURNITURE_CUES",
    "LIST_MARK",
    "SPEAKER",
    "find_cue",
    "is_date_line",
    "is_name",
    "is_page_edge",
    "is_prose",
]

LIST_MARK = re.compile(r"(?:[•●▪◦‣·*\-–+o»>]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")  # "• Read", "1. Reuters", "(a) the"
SPEAKER = re.compile(
    r"(?:(?:[A-Z][A-Z.'’\-]++[ ,]*+){1,6}(?:\d{1,2}\s?)?(?:\([^()]{1,60}\))?|(?:Mr|Ms|Mrs|Dr|Sen|Gov)\.?\s[A-Z][\w.'’\-]+"
    r"|Q(?:uestion)?|A(?:nswer)?|(?:The )?(?:Moderator|Interviewer|Journalist|Reporter))\s?[:.](?:\s|$)"
)  # "PRESIDENT QUANG:", "Q:", "GILBERT:", "MR. EARNEST:", "REPORTER 2:"
FIELD = re.compile(
    r"(?:subject|topics?|location|venue|program(?:me)?|re|to|from|cc|sent|date|contact|ref|section|length|byline|dateline|headline|body|load-date|edition|publication(?:-type)?|language|graphic|document-type)\s?:",
    re.IGNORECASE,
)  # "SUBJECT: Trade", "LENGTH: 412 words"
FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)\s?(?=https?:)|\^\s?\d{0,3}|[†‡*¹²³⁴⁵⁶⁷⁸⁹]+\s?(?=\S))")  # "[1] http://…"
CREDIT = re.compile(
    r"[(\[](?:(?:file |courtesy )?(?:photos?|image|picture|credit|source|AP Photo|foto)\b[^()\[\]]{0,80}"
    r"|[A-Z][\w .&'’\-]{1,25}/[^()\[\]/]{2,50}|[^()\[\]]{2,40}(?:/| )(?:photos?|images?|file)(?: via [^()]{2,30})?)[)\]]\s*\.?$",
    re.IGNORECASE,
)  # "(Photo: Reuters/Maxim Shemetov).", "(Xinhua/Wang Meng)", "[AP Photo]"
_CAPTION_LEAD = re.compile(r"(?:(?:image |photo )?caption|pictured|in (?:this|the) (?:file )?(?:photo|picture)|(?:file )?photo shows)\b", re.IGNORECASE)
_PHOTO_LINE = re.compile(
    r"[(\[]?(?:(?:featured |cover |header |main |lead )?(?:image|photo|picture|photograph|illustration|graphic|video|map|file photo)s?"
    r"(?: credits?| courtesy(?: of)?| by| source)?|credits?)\s*[:/|©].{1,120}$",
    re.IGNORECASE,
)  # "Image Credit: President's Office"
_LINK = re.compile(r"\W{0,3}(?:https?://|www\.)\S+(?:\s*[;,]?\s*(?:https?://|www\.)\S+)*\W{0,3}$")  # "https://a.b/c"
_RULE = re.compile(r"[\W_]{1,200}$")  # "* * *", "-----"
_PAGE_NUMBER = re.compile(r"[-–—\[\s]*(?:page\s+|p\.\s?)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\]\s]*$", re.IGNORECASE)  # "- 2 -"
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s?(?:19|20)\d\d|copyright\b[\s:©]*(?:\(c\))?|.{0,120}\ball rights reserved\b"
    r"|.{0,80}©\s?(?:copyright\s)?(?:19|20)\d\d|.{0,60}may not be (?:published|reproduced|redistributed))",
    re.IGNORECASE,
)  # "Copyright ©2024 East Asia Forum. All rights reserved."
_DISCLAIMER = re.compile(
    r"(?![^:]{0,40}:\s).{0,80}(?:\b(?:views?|opinions?)\b.{0,60}\b(?:expressed|contained|presented)\b.{0,100}"
    r"\b(?:(?:is|are|do|does) (?:solely |those |the )?(?:not|of|own|individual|responsib|author)|(?:not )?necessarily)"
    r"|not necessarily (?:reflect|represent)|this (?:e-?mail|message)\b.{0,60}\bconfidential\b|if you are not the intended recipient\b|please consider the environment before\b|(?:no|any) (?:potential )?conflicts? of interest\b|do(?:es)? not constitute\b.{0,60}\b(?:official|advice|endorse)|for (?:the )?(?:purposes? of )?information(?:al)?(?: purposes)? only|unless explicitly stated otherwise)",
    re.IGNORECASE,
)  # "Views expressed are of individual Members …"
_CONTACT = re.compile(
    r"(?:(?:for (?:more|further|media|additional) (?:information|inquiries|enquiries|details)|(?:media|press|news) "
    r"(?:contacts?|inquiries|enquiries|office|queries)|(?:please )?contacts?|tel(?:ephone)?|phone|ph|fax|mob(?:ile)?|e-?mail|web(?:site)?)\b\s*[:.,]?"
    r"(?=.*(?:@|\d{3}|www\.|https?:))|(?:media|press) (?:contacts?|inquiries|enquiries)\s*:?\s*$)",
    re.IGNORECASE,
)  # "Media Inquiries:  Chris Kenny 02-6277 7500"
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w+|\+?\(?\d[\d\s()./-]{7,}\d")
_WEB_NOTICE = re.compile(r"(?=.*(?:https?://|www\.|@\w))(?=.*\b(?:available|visit|see|website|subscribe|follow|contact|online)\b)", re.IGNORECASE)
_RELEASE = re.compile(
    r"[*\-\s]*(?:for immediate release|(?:media|press|news) (?:release|statement|advisory|note)|(?:joint )?media release|embargo(?:ed)?\b.{0,60}"
    r"|E\s?&\s?O\s?E\b\W*.{0,20}|check against delivery|-*\s?ends?\s?-+|END(?:\s+\d{1,2}[:.]\d\d\s*[AP]\.?M\.?.{0,8})?|#\s?#\s?#|-\s?30\s?-|transcript|unofficial translation|\(ends?\)"
    r"|no\.?\s?\d[\d/-]*|ref(?:erence)?\s?:.{0,40})[*\s.:]*$",
    re.IGNORECASE,
)  # "E&OE...", "FOR IMMEDIATE RELEASE"
_READING = re.compile(
    r"(?:(?:estimated )?(?:reading|read) time\b.{0,20}|\d{1,3}\s?[- ]?min(?:ute)?s?\s(?:to )?read\b.{0,20}|\d[\d,.]*k? (?:views?|shares?|likes?|words?|reads?|subscribers?|followers?|members?|replies|downloads?|citations?)"
    r"|word count\s?:.{0,10})$",
    re.IGNORECASE,
)  # "Reading Time: 4 mins"
_SOURCE = re.compile(r"\(?(?:source|agency|via|origin|originally published (?:in|by|at|on))s?\s*[:：]\s*\S.{0,79}$", re.IGNORECASE)  # "Source: Xinhua"
_BYLINE = re.compile(
    r"(?:(?:[Ww]ritten |[Rr]eported |[Ee]dited |[Tt]ext |[Ss]tory |Reporting |Editing |Compiled )?(?:[Bb]y|BY)\s+(?:the )?[A-Z\u00c0-\u024f]"
    r"|(?:Author|Authors|Editor|Reporter|Writer|Correspondent|Reporting|Editing|Translated by)\s?:\s?)[^!?]{2,110}$"
)  # "By Kim Tae-woo, Staff Writer"
_AUTHOR_NOTE = re.compile(
    r"(?:(?:the |about the )?(?:author|writer)s?\b|(?:(?:Dr|Prof|Professor|Mr|Ms|Mrs|Amb|Ambassador|Gen)\.? )?(?:[A-Z\u00c0-\u024f][\w.'’\-]*,? ){2,5}(?:\([^()]*\) )?"
    r"(?:is|was|serves|works|teaches|writes|covers|has been|currently))\b.{0,120}\b"
    r"(?:analyst|professor|fellow|researcher|correspondent|editor|journalist|lecturer|director|scholar|writer|columnist|contributor|reporter|expert|"
    r"student|candidate|author|associate|historian|economist|consultant|head|chair|president of|specialist|commentator|intern|strategist|editor-in-chief|adviser|advisor)\b",
)  # "Anthony V Rinna is an analyst on …"
_MENU_WORDS = (
    r"home(?: ?page)?|about(?: us)?|contact(?: us)?|news|world|business|politics|opinion|sports?|economy|culture|life|lifestyle|tech(?:nology)?|science|health|"
    r"entertainment|travel|video|videos|photos?|gallery|multimedia|archives?|search|menu|log ?in|log ?out|sign ?in|sign ?up|register|subscribe|subscription|"
    r"e-?mail|print|share|tweet|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|reddit|pinterest|x|rss|comments?|forum|save|like|follow(?: us)?|"
    r"copy(?: link)?|text size|font size|a a a|a|bookmark|download|pdf|listen|skip to (?:main )?content|back to top|top|next|previous|prev|back|close|more|"
    r"advert(?:isement|ising)?|ads?|sponsored(?: content)?|promoted|privacy(?: policy)?|terms(?: of (?:use|service))?|cookies?(?: policy)?|careers|jobs|site ?map|"
    r"help|faq|newsletters?|english|donate|support us|accept(?: all)?|loading|advertise(?: with us)?|email address|your (?:name|e-?mail|comment|message)s?(?: address)?|"
    r"name|website|required(?:,? but (?:not|never) (?:published|shown|displayed))?|(?:post|submit|add|leave|write)(?: a| your)? (?:comment|reply)|submit|cancel(?: reply)?|"
    r"in brief|share (?:this|on|via|with)?(?: (?:article|story|page|post|facebook|twitter|linkedin|whatsapp|email|x))*|print (?:this|article|page|edition)|e-?mail (?:this|article|to a friend)|"
    r"latest(?: news| stories| headlines)?|breaking(?: news)?|live|opinions?|editorials?|columns?|asia|europe|africa|americas|middle east|features?|analysis|"
    r"sections|weather|markets|money|arts|podcasts?|newspaper|all (?:topics|sections|stories)|topics|settings|accessibility|disclaimer|imprint|legal(?: notice)?|licensing(?: rights)?|feedback|"
    r"(?:cookies?|privacy) (?:settings|preferences|manager|notice|cent(?:er|re)|statement)|manage (?:cookies|preferences|consent)|(?:accept|reject|allow|decline)(?: all)?(?: cookies)?|more options|i agree|got it|"
    r"(?:load|show|view|see|read|browse) (?:more|all|less)(?: \w+){0,3}|unsubscribe|view (?:all posts by|full (?:site|version)).{0,40}|board index|faqs?|toggle navigation|my account|shop|events|press(?: room)?|go|jump to|"
    r"print (?:this page|version|view)|copyright notice|terms(?: (?:and|&) conditions)?|listen to (?:this )?(?:article|story)|(?:an? )?official (?:web)?site of .{0,60}|post navigation|who is online|sort(?:ed)? by.{0,30}"
)
_MENU = re.compile(rf"\W*(?:{_MENU_WORDS})\W*$", re.IGNORECASE)  # "Email", "Your Name"
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "HomeNewsSport", "SubscribeSign in"
MAX_GLUED_CHARS = 120
"""Longest line of a menu whose entries stand without a space between."""
_MENU_SPLIT = re.compile(r"\s*[|•·»›>/]\s*|\s{2,}|\u00a0+\s*")
_INLINE = re.compile(
    r"\W*(?:(?:sign|signing) up (?:for|to|now|here)\b|subscribe (?:to|now|today|for|here)\b|follow (?:us|@|\w+ on (?:twitter|facebook|x)\b)|like us on\b|join (?:us|our) (?:on|at|newsletter|telegram)\b|"
    r"(?:read|see|watch|listen|learn|find out) (?:more|also|next)\b|read (?:the )?(?:full|original) (?:story|article|report|text)\b|also read\b|read\s?:|see also\b|more\s?:|watch\s?:|click here\b|tap here\b|"
    r"share (?:this|on|via)\b|download (?:our|the) (?:app|pdf)\b|get (?:the|our|unlimited|access)\b.{0,60}\b(?:newsletters?|apps?|inbox|access|briefing)\b|"
    r"(?:become|support) (?:a (?:member|subscriber|supporter)|us|our (?:work|journalism)|quality\b|independent\b)|this (?:article|story|piece|post|essay|commentary) (?:was|is|has been|first|originally)\b.{0,120}(?:publish|appear|produc|reproduc|part of|translat|updated|amended)|"
    r"article printed from\b|printed from\b|retrieved from\b|permalink\b|(?:filed|posted|published|archived) (?:under|in)\b|tags?\s?:|topics?\s?:|categor(?:y|ies)\s?:|keywords?\s?:|labels?\s?:|"
    r"thanks for (?:reading|subscribing)\b|type your\b|your browser (?:does(?: not|n['’]t) support|is out of date)\b|catch all the (?:latest|breaking|business|live)\b|(?:please )?keep (?:comments|it|your comments?) (?:civil|polite|short|to the point)\b|"
    r"take (?:our|the|this) (?:\w+ )?(?:quiz|poll|survey)\b|(?:show|view|load|see) \d{1,4} (?:more )?(?:comments?|replies)\b|\d{1,5} more (?:comments?|replies)\b|"
    r"(?:story|article) continues (?:below|after)|continue reading\b|advertisement\b|we use cookies\b|this (?:web)?site uses cookies\b|by (?:continuing|clicking|using this)\b.{0,80}(?:agree|consent|accept)|"
    r"your (?:e-?mail|email address) (?:address )?will not be\b|required fields\b|notify me (?:of|when)\b|enter your\b|do you have anything to say|have your say\W{0,3}$|what do you think\W{0,3}$|send us (?:your|a)\b|"
    r"follow .{1,40} on (?:twitter|facebook|x|instagram|linkedin|telegram)\b|(?:e-?mail|write to) (?:the )?(?:author|editor|us)\b|"
    r"we (?:value|respect|care about) your privacy\b|we and our (?:\d+ )?partners\b|with your (?:permission|consent),? we\b|.{0,60}\bstore and/or access information\b|(?:please )?(?:turn on|enable) javascript\b|"
    r"(?:was|did you find) this (?:page|article|story|e-?mail|information|answer)\b|is this page useful\b|report (?:a|any) problem\b|you(?:'|’)?(?: a)?re receiving this\b|view this (?:e-?mail|newsletter)\b|"
    r"update your preferences\b|unsubscribe\b|already (?:a|have a|an?) (?:subscriber|member|subscription|account|registered)|to (?:read|continue|unlock|finish)\b.{0,40}\bsubscri|subscribe to (?:read|continue|unlock)\b|"
    r"try (?:unlimited|full|digital|premium)\b|only [€$£]\s?\d|then [€$£]\s?\d|[€$£]\s?\d[\d.]* (?:a|per|for)\b.{0,20}(?:weeks?|months?|year)\b|.{0,80}\bcancel (?:at )?any ?time\b|explore (?:our|more|all)\b|why (?:choose|subscribe)\b|"
    r"this (?:web)?page was (?:last|first|printed|generated)\b|(?:page )?last (?:reviewed|edited)\b|printed on\b|(?:text|content) is available under\b|our standards\s?:|(?:powered|hosted|published) (?:by|with|at)\b.{0,40}$|"
    r"(?:blog|website) (?:at|by)\b.{0,40}$|theme\s?:|jump to (?:navigation|search|content)\b|return to\b.{0,40}$|users? (?:browsing|viewing)\b|all times are\b|board index\b|search this (?:topic|site|forum|blog)\b|"
    r"fill in your\b|(?:facebook )?comments (?:plugin|powered by)\b|add a comment\b|click an? (?:icon|link)\b|for (?:the )?information (?:of the )?media\b|not an official (?:record|document)\b|(?:meetings|press) coverage$|end of document\b|"
    r"(?:document|article|result) \d+ of \d+\b|database\s?:|you (?:can|may) (?:unsubscribe|opt out|change your)\b|forwarded to you\b|\d+ posts?\b.{0,20}\bpage\b|"
    r"to comment\b|log ?in to\b|comments (?:on this \w+ )?are (?:pre-?|post-?)?(?:moderated|reviewed|closed)\b|you must be logged in\b|\d+ (?:shares?|retweets?)\b|report (?:a|an) (?:typo|error|problem)\b|correction policy\b|(?:most|top) (?:read|viewed|popular|shared|commented)\b)",
    re.IGNORECASE,
)  # "Sign up for our weekly newsletter"
_LIST_HEAD = re.compile(
    r"\W*(?:(?:related|similar|recommended|other|further|additional|more|popular|featured|suggested|trending|top|latest|recent|previous|major|hot|special|breaking|external)"
    r"(?: (?:articles?|stor(?:y|ies)|news|posts?|reading|links?|content|topics?|coverage|headlines?|reports?|items?|documents?|videos?|forum discussion|discussion|searches|now|in .{1,30}|on .{1,40}|from .{1,40}|by .{1,40})){0,3}"
    r"|sources?|references|footnotes|endnotes|notes|bibliography|further information|see also|read (?:more|next|also)|you (?:may|might) (?:also )?(?:like|be interested).{0,30}|"
    r"editor'?’?s'? (?:picks?|choice|recommendations?)|(?:most|top) (?:read|viewed|popular|shared|commented|stories|news)(?: .{0,20})?|don'?’?t miss|what(?:'|’)s new|"
    r"(?:table of )?contents|on this page|in this (?:article|story|report)|key events|live feed|more from (?:this|the) .{1,30}|(?:also read|read also)|more (?:on|about) .{1,40}|"
    r"(?:reader |readers['’] |online |daily |quick )?poll|quiz|polls? (?:&|and) quizzes|elsewhere (?:on|at|in) .{1,30}|"
    r"links|in (?:other|this) (?:news|section|series|issue)|also in .{1,30}|recommended for you|promoted (?:links|content|stories)|from (?:around )?the web|around the web|sponsored (?:links|content))\s?[:：]?\s*$",
    re.IGNORECASE,
)  # "Related:", "Special Coverage", "Most read"
_COMMENT_HEAD = re.compile(
    r"\W*(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|no)\s+(?:responses?|repl(?:y|ies)|thoughts?|comments?|reactions?)(?:\s+(?:to|on|so far)\b.{0,200})?"
    r"|(?:readers?['’]?s?['’]? |user |latest |recent |view |all |show )*comments?\s?(?:\(\d+\)|:\s?\d*|\d+|section|are closed)?|join the (?:discussion|conversation)|discussion(?: \(\d+\)| about this (?:post|article|story))?|responses(?: to .{1,150})?|letters|"
    r"what readers (?:say|said)|sort by.{0,40})\s*[:.]?(?:\W*\bsort(?:ed)? by\b.{0,40})?\s*$",
    re.IGNORECASE,
)  # "One response to “…”", "Comments (3)"
_FORM_HEAD = re.compile(
    r"\W*(?:share your (?:thoughts|views|opinion).{0,30}|(?:leave|post|add|write|submit|make|have) (?:a|your) (?:comment|reply|response|say).{0,40}|"
    r"(?:log|sign) ?in to (?:comment|post|reply).{0,30}|comments? (?:are|is|have been)(?: now)? closed.{0,40}|comment (?:policy|guidelines|rules).{0,60}|cancel reply|"
    r"your (?:name|e-?mail(?: address)?|comment).{0,60}|support (?:quality|independent|our|us).{0,40}|about (?:us|the (?:diplomat|site|publisher|center|centre|institute))|"
    r"(?:sign up|subscribe) (?:for|to) (?:our|the).{0,60}newsletters?.{0,30})$",
    re.IGNORECASE,
)  # "Share your thoughts", "Leave a reply"

FURNITURE_CUES = frozenset(
    {"menu", "link", "page number", "copyright", "credit", "contact", "notice", "release mark", "reading time", "promotion", "list of links", "form", "list head", "advisory"}
)
"""Cues whose lines are furniture wherever they stand."""

_DATE_WORDS = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d{1,2}[:.]\d\d(?:[:.]\d\d)?|\b(?:[ap]\.?m\.?|gmt|utc|kst|jst|est|edt|cst|ict|aest|msk|bst|cet|ist|hrs?|noon|at|on|the|"
    r"(?:last )?(?:updated?|modified|edited)|published|posted|created|date|issued|released?|time|online|first)\b|[\s,.:;|/()+\-–—·•]+|\d{1,2}",
    re.IGNORECASE,
)
_CELL = re.compile(r"[|•·]|\s[-–—]\s")
_NAME = re.compile(r"(?:[A-Z\u00c0-\u024f][\w.'’\-]*|de|van|von|der|bin|al|el|da|di|la|le)(?: (?:[A-Z\u00c0-\u024f][\w.'’\-]*|de|van|von|der|bin|al|el|da|di|la|le)){0,4},?$")
_END = re.compile(r"[.!?…:;][\"”’')\]]*(?:\[\d{1,3}\])?$|[.!?,][\"”’]$|[\"”]$")

PROSE_CHARS = 80
"""Characters from which a line with a full stop is prose: 50 to 120 change nothing on the 13 gold documents and the 16 test layouts."""

LONG_CHARS = 200
"""Characters from which a line is prose whatever it ends in; 120 to 300 change nothing on gold and layouts."""

LONGEST_CUE = 600
"""Characters above which a line is nothing but text, or a list of links."""

LONGEST_LINKS = 2_000
"""Characters of the longest line of links."""

LETTERHEAD_CHARS = 25
"""Characters beside the date and its words that a date line may have, such as a city."""


def is_date_line(text: str) -> bool:
    """Whether a line says little more than a date or a time of day.

    Example:
        >>> is_date_line("11:56, September 12, 2010"), is_date_line("On May 5, 2010 the ministers met in Seoul.")
        (True, False)
    """
    found = find_dates(text)
    if not found and not re.search(r"\d{1,2}[:.]\d\d\s*[AaPp]\.?[Mm]", text):
        return False
    rest = text
    for item in reversed(found):
        rest = rest[: item.start_char] + " " + rest[item.end_char :]
    return len(_DATE_WORDS.sub("", rest)) <= LETTERHEAD_CHARS and not re.search(r"\w\w\.$", rest)


def is_name(text: str) -> bool:
    """Whether a line can be the name of a person.

    Example:
        >>> is_name("R. Jordan Prescott"), is_name("This is not one")
        (True, False)
    """
    return len(text) <= 40 and bool(_NAME.match(text))  # noqa: PLR2004 - a line of a name


def is_prose(text: str) -> bool:
    """Whether a line reads as running text by its length and its end.

    Example:
        >>> is_prose("Special Coverage"), is_prose("The two ministers met in Seoul on Friday, where they agreed to raise trade and to talk.")
        (False, True)
    """
    return len(text) >= LONG_CHARS or (len(text) >= PROSE_CHARS and bool(_END.search(text[-8:])))


def _is_menu(text: str) -> bool:
    """Whether a line is made of a menu's entries, also where the marks between them were lost."""
    cells = [cell for cell in _MENU_SPLIT.split(text) if cell]
    if len(cells) == 1 and _GLUED.search(text):
        pieces = _GLUED.split(text)
        return len(text) <= MAX_GLUED_CHARS and sum(bool(_MENU.match(piece)) for piece in pieces) > 1
    if len(cells) == 1:
        return bool(_MENU.match(text))
    known = sum(bool(_MENU.match(cell)) for cell in cells)
    short = all(len(cell) <= 25 for cell in cells)  # noqa: PLR2004 - a menu's entry
    return short and (known * 2 >= len(cells) or (len(cells) >= 4 and not _END.search(text) and known >= 1))  # noqa: PLR2004


def _is_dated_byline(text: str) -> bool:
    """Whether a line is an author's without a name, with the date: "By our Seoul desk | Mar 21, 2014"."""
    return text.startswith(("By ", "From ")) and bool(_CELL.search(text)) and not _END.search(text[-8:]) and bool(find_dates(text))


_ADVISORY = re.compile(
    r"(?:(?:BC|AM|PM)-[\w.'’-]+|(?:Eds|Editors|Note to editors)\s?[:.]|with (?:[A-Z]{2,5}[ -])?(?:style )?(?:photos?|graphics?|video)\b|[A-Z]{2,4}-[A-Z]{2,4}-\d\d-\d\d-\d\d"
    r"|\((?:adds?|updates?|recasts?|corrects?|writes through|new throughout|refiles?|changes)\b[^()]{0,160}\)$|(?:adds?|updates?|recasts?|corrects?|UPDATES?|ADDS?|RECASTS?|CORRECTS?) (?:with|throughout|byline|details?|background|quotes?)\b"
    r"|(?:urgent|advisory|bulletin|flash|kill)\W{0,3}$|\[(?:prev|next|date|thread|index)[^\[\]]*\](?:\s*\[[^\[\]]+\])*$|.{0,30}\bmailing list$)",
    re.IGNORECASE,
)  # "BC-Seoul-Talks, 2nd Ld-Writethru,0345", "Eds: ADDS quotes", "(Adds background)"
_SHORT_CUES = (
    ("advisory", _ADVISORY, 220),
    ("page number", _PAGE_NUMBER, 30),
    ("link", _LINK, LONGEST_CUE),
    ("copyright", _COPYRIGHT, 400),
    ("release mark", _RELEASE, 100),
    ("reading time", _READING, 60),
    ("comment head", _COMMENT_HEAD, 250),
    ("form", _FORM_HEAD, 100),
    ("list head", _LIST_HEAD, 70),
    ("credit", _PHOTO_LINE, 140),
    ("source line", _SOURCE, 100),
    ("byline", _BYLINE, 120),
    ("promotion", _INLINE, 220),
    ("contact", _CONTACT, 300),
)

_EDGES = frozenset({"link", "page number"})
_EDGE_CUES = _SHORT_CUES[: 1 + max(i for i, (name, _, _) in enumerate(_SHORT_CUES) if name in _EDGES)]


def find_cue(text: str) -> str:
    """What a line is by its own look, or an empty text where it could be anything.

    Does not look at the neighbours: a date line under a name is told in `parts`.

    Args:
        text: One line without indent, list mark left on.

    Returns:
        The name of the cue, such as "menu", "date line", "comment head".

    Example:
        >>> find_cue("Reading Time: 4 mins"), find_cue("Source: Xinhua"), find_cue("Trade doubled.")
        ('reading time', 'source line', '')
    """
    if len(text) > LONGEST_CUE:
        return "link" if len(text) <= LONGEST_LINKS and _LINK.match(text) else ""
    return _find_short_cue(text)


def is_page_edge(text: str) -> bool:
    """Whether a line is a link or a page number: what `find_cue` tells, without the other cues.

    Example:
        >>> is_page_edge("- 12 -"), is_page_edge("Source: Xinhua")
        (True, False)
    """
    if len(text) > LONGEST_CUE:
        return find_cue(text) == "link"
    if _RULE.match(text):
        return False
    mark = LIST_MARK.match(text)
    bare = text[mark.end() :] if mark else text
    first = next((name for name, pattern, longest in _EDGE_CUES if len(text) <= longest and pattern.match(bare)), "")
    return first in _EDGES


@lru_cache(maxsize=4096)  # menus and buttons come again in one text and from page to page
def _find_short_cue(text: str) -> str:
    if _RULE.match(text):
        return "rule"
    mark = LIST_MARK.match(text)
    bare = text[mark.end() :] if mark else text
    for name, pattern, longest in _SHORT_CUES:
        if len(text) <= longest and pattern.match(bare):
            return name
    if len(text) <= 160 and (_is_menu(text) or _is_dated_byline(text)):  # noqa: PLR2004 - a line of a menu or of the head
        return "byline" if _is_dated_byline(text) else "menu"
    if len(text) <= 100 and is_date_line(text):  # noqa: PLR2004
        return "date line"
    return _find_long_cue(text, bare, has_mark=bool(mark))


def _find_long_cue(text: str, bare: str, *, has_mark: bool) -> str:  # noqa: PLR0911 - one return a cue
    if (note := FOOTNOTE.match(text)) and ("http" in text[:40] or (text[0] == "[" and not text[note.end() :].lstrip()[:1].islower())):
        return "footnote"
    if len(text) <= 500 and _DISCLAIMER.match(text):  # noqa: PLR2004
        return "disclaimer"
    if len(text) <= 600 and CREDIT.search(text):  # noqa: PLR2004
        return "credit" if has_mark else "caption"
    if _CAPTION_LEAD.match(text) and len(text) <= 400:  # noqa: PLR2004
        return "caption"
    if len(text) <= 200 and _WEB_NOTICE.match(text):  # noqa: PLR2004
        return "notice"
    if len(text) <= 120 and "@" in text and len(_MAIL.sub("", text)) * 2 < len(text):  # noqa: PLR2004
        return "contact"
    if len(bare) <= 2:  # noqa: PLR2004 - "• A", buttons
        return "menu"
    return "author's note" if len(text) <= 500 and _AUTHOR_NOTE.match(text) else ""  # noqa: PLR2004
