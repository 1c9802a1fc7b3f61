"""Looks for what identified the originals in the bytes of what was written; reads the originals with pydicom alone.

Argument: a JSON file [[original path, written path], ...]. Prints {"files", "needles", "hits": [[path, kind, keyword, offset]]}.
Looked for: person names (whole, groups, components), numbers and places, days, UIDs; names in every encoding below and in
any case. Left out, because they would be met by chance: names under 4 bytes, numbers under 5, UIDs under 6, and a number
that is only part of a longer one.
"""
import json
import logging
import re
import sys
import warnings

import pydicom
from pydicom.multival import MultiValue

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
ENCODINGS = ("utf-8", "gb18030", "gbk", "latin-1", "shift_jis", "euc_jp", "iso2022_jp", "euc_kr", "cp1251", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8")
NUMBERS = set(
    "PatientID OtherPatientIDs IssuerOfPatientID AccessionNumber StudyID InstitutionName InstitutionAddress InstitutionalDepartmentName StationName DeviceSerialNumber "
    "PatientAddress PatientTelephoneNumbers AdmissionID RequestedProcedureID ScheduledProcedureStepID PerformedProcedureStepID PlacerOrderNumberImagingServiceRequest "
    "FillerOrderNumberImagingServiceRequest ReferringPhysicianAddress ReferringPhysicianTelephoneNumbers SourceApplicationEntityTitle VerifyingOrganization "
    "CurrentPatientLocation RequestingService TreatmentMachineName RadiationMachineName MedicalRecordLocator CountryOfResidence PatientBirthName MilitaryRank Occupation".split()
)


def collect(dataset, found):
    for tag in list(dataset.keys()):
        try:
            element = dataset[tag]
            value = element.value
        except Exception:
            continue
        if element.VR == "SQ":
            for item in value:
                collect(item, found)
            continue
        for one in value if isinstance(value, (list, MultiValue)) else [value]:
            if one is None:
                continue
            text = str(one).strip()
            if element.VR == "PN":
                for part in {text, *text.split("="), *re.split(r"[\^= ]", text)}:
                    if len(part) > 1 and len(part.encode()) >= 4:
                        found.add(("name", element.keyword, part))
            elif element.VR == "UI":
                if len(text) > 5 and not text.startswith("1.2.840.10008."):
                    found.add(("uid", element.keyword, text))
            elif element.VR in ("DA", "DT"):
                if re.match(r"\d{8}", text):
                    found.add(("date", element.keyword, text[:8]))
                elif element.VR == "DA" and len(text) > 4:
                    found.add(("name", element.keyword, text))
            elif element.keyword in NUMBERS and len(text.encode()) >= 5:
                found.add(("number", element.keyword, text))


def encodings(text):
    for encoding in ENCODINGS:
        try:
            yield text.encode(encoding)
        except UnicodeError:
            pass


# What the file must say by the standard whatever anybody is called.
PRESCRIBED = b"ISO_IR 192|Retain Patient Characteristics Option|Basic Application Confidentiality Profile|Retain Longitudinal Temporal Information Modified Dates Option"


def first_hit(kind, text, written, lowered):
    is_number = re.fullmatch(r"[\d.\-+]+", text) is not None
    for needle in set(encodings(text)):
        haystack, needle = (lowered, needle.lower()) if kind in ("name", "number") else (written, needle)
        at = haystack.find(needle)
        while at >= 0:
            before, behind = haystack[at - 1 : at], haystack[at + len(needle) : at + len(needle) + 1]
            is_inside = is_number and (re.match(rb"[\d.]", before) or (kind != "date" and re.match(rb"[\d.]", behind)))
            is_coded = kind == "name" and is_term(written, at, len(needle))
            if not is_inside and not is_coded:
                return at
            at = haystack.find(needle, at + 1)
    return None


def is_term(written, at, length):
    """A word of a coded term (VR CS) or of a prescribed meaning, where a name stands by chance."""
    start = max(written.rfind(b"CS", max(0, at - 80), at), 0)
    if start and start + 4 + int.from_bytes(written[start + 2 : start + 4], "little") >= at + length:
        return True
    return any(phrase.lower() in written[max(0, at - 80) : at + 80].lower() and written[at : at + length].lower() in phrase.lower() for phrase in PRESCRIBED.split(b"|"))


hits = []
needles = 0
pairs = json.load(open(sys.argv[1]))
for original, output in pairs:
    try:
        dataset = pydicom.dcmread(original, force=True)
    except Exception:
        hits.append([original, "unreadable", "", 0])
        continue
    found = set()
    collect(dataset.file_meta, found)
    collect(dataset, found)
    written = open(output, "rb").read()
    lowered = written.lower()
    for kind, keyword, text in found:
        needles += 1
        at = first_hit(kind, text, written, lowered)
        if at is not None:
            hits.append([original, kind, keyword, at])
print(json.dumps({"files": len(pairs), "needles": needles, "hits": hits}))
