"""Rows in the native forms of event data sets; every event is invented."""

from __future__ import annotations

ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\t"
    "Target Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)


def icews(number, day="2018-06-22", actor="Norway", recipient="Kenya", code="042", text="Make a visit", intensity="1.9", name=None):  # noqa: PLR0913, PLR0917
    return "\t".join(
        [
            str(number), day, name or f"Head of Government ({actor})", "Executive,Government", actor, text, code, intensity,
            f"Citizen ({recipient})", "General Population", recipient, "77", "2", "Example Wire", "Nairobi", "NA", "NA", "Kenya", "-1.2", "36.8",
        ]
    )  # fmt: skip


def icews_file(*rows):
    return "\n".join([ICEWS_HEADER, *rows]) + "\n"


POLECAT_HEADER = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\t"
    "Actor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\t"
    "Recipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t"
    "GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion"
)


def polecat(number, day="2020-03-01", kind="CONSULT", actor="NOR", recipient="KEN", place="Nairobi"):  # noqa: PLR0913, PLR0917
    return "\t".join(
        [
            f"e{number}", day, kind, "visit", "4.0", "1", "diplomatic", "Foreign Minister", actor, "385", "GOV", "GOV", "minister", "the minister", "",
            "Government", recipient, "501", "GOV", "GOV", "", "", "", place, place, "", "", "KEN", "-1.2", "36.8", "184745", place, "PPL", "Example Wire",
            day, "", "", "", "eng", "1",
        ]
    )  # fmt: skip


def gdelt(number, day="20200105", added="20200106000000", actor="NOR", recipient="KEN", code="042", place="KE", version=2):  # noqa: PLR0913, PLR0917
    who = lambda state: [f"{state}GOV", "GOVERNMENT", state, "", "", "", "", "GOV", "", ""]  # noqa: E731
    geo = lambda fips: ["4", "Nairobi, Kenya", fips, "KE05", *([""] if version == 2 else []), "-1.28", "36.8", "-1"]  # noqa: E731
    act = ["1", code, code, code[:2], "1", "1.9", "4", "1", "4", "2.5"]
    return "\t".join(
        [str(number), day, day[:6], day[:4], "2020.01", *who(actor), *who(recipient), *act, *geo(place), *geo(place), *geo(place), added, "http://example.org/1"]
    )


UCDP_HEADER = "id,type_of_violence,side_a,side_b,gwnoa,gwnob,where_coordinates,country_id,date_start,date_end,best,source_article"
