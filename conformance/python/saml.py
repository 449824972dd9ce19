"""Verifiers of SAML in Python read the assertions of a folder: pysaml2, or python3-saml.

    saml.py pysaml2|python3-saml FOLDER
"""

import base64
import json
import re
import sys


def altered(one):
    """The same message with one letter of what it says exchanged."""
    xml = base64.b64decode(one["response"]).decode()
    if one["encrypted"] or not one["assertionSigned"]:
        xml = xml.replace('Destination="https', 'Destination="httpz', 1)
    else:
        xml = re.sub(r"(<saml2:NameID [^>]*>).", r"\1X", xml, count=1)
    return base64.b64encode(xml.encode()).decode()


def with_pysaml2(folder, one, response):
    from saml2 import BINDING_HTTP_POST
    from saml2.client import Saml2Client
    from saml2.config import SPConfig

    if one["name"] not in CLIENTS:
        config = SPConfig()
        config.load(
            {
                "entityid": folder["audience"],
                "service": {
                    "sp": {
                        "endpoints": {"assertion_consumer_service": [(folder["acs"], BINDING_HTTP_POST)]},
                        "allow_unsolicited": one["request"] is None,
                        "want_response_signed": one["responseSigned"],
                        "want_assertions_signed": one["assertionSigned"],
                        "want_assertions_or_response_signed": True,
                    }
                },
                "metadata": {"inline": [one["metadata"]]},
                "encryption_keypairs": [{"key_file": folder["key"], "cert_file": folder["certificate"]}],
                "allow_unknown_attributes": True,
                "accepted_time_diff": 0,
                "xmlsec_binary": "/usr/bin/xmlsec1",
            }
        )
        CLIENTS[one["name"]] = Saml2Client(config)
    outstanding = {one["request"]: "/"} if one["request"] else {}
    read = CLIENTS[one["name"]].parse_authn_request_response(response, BINDING_HTTP_POST, outstanding)
    name = read.get_subject()
    return name.text, name.format, read.ava


CLIENTS = {}


def with_python3_saml(folder, one, response):
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    with open(folder["key"], encoding="utf-8") as key, open(folder["certificate"], encoding="utf-8") as certificate:
        settings = OneLogin_Saml2_Settings(
            {
                "strict": True,
                "sp": {
                    "entityId": folder["audience"],
                    "assertionConsumerService": {"url": folder["acs"]},
                    "x509cert": certificate.read(),
                    "privateKey": key.read(),
                },
                "idp": {
                    "entityId": one["issuer"],
                    "singleSignOnService": {"url": "https://org.example.com/sso"},
                    "x509cert": one["certificate"],
                },
                "security": {
                    "wantMessagesSigned": one["responseSigned"],
                    "wantAssertionsSigned": one["assertionSigned"],
                    "wantAssertionsEncrypted": one["encrypted"],
                    "wantAttributeStatement": bool(one["attributes"]),
                },
            }
        )
    read = OneLogin_Saml2_Response(settings, response)
    request = {"https": "on", "http_host": "sp.example.com", "script_name": "/acs"}
    if not read.is_valid(request, one["request"]):
        raise ValueError(read.get_error())
    return read.get_nameid(), read.get_nameid_format(), read.get_attributes()


VERIFIERS = {"pysaml2": with_pysaml2, "python3-saml": with_python3_saml}


def trimmed(attributes):
    """Both libraries may trim blanks at the ends of a value, and pysaml2 makes one kind of line end of all."""
    return {name: [re.sub("\r\n?", "\n", value).strip() for value in values] for name, values in attributes.items()}


def main(verifier, path):
    verify = VERIFIERS[verifier]
    with open(f"{path}/assertions.json", encoding="utf-8") as file:
        folder = json.load(file)
    wrong = []
    for one in folder["all"]:
        try:
            name, form, attributes = verify(folder, one, one["response"])
            if (name, form) != (one["nameId"], one["format"]):
                wrong.append(f"{one['name']}: {name} {form}")
            if trimmed(attributes) != trimmed(one["attributes"]):
                wrong.append(f"{one['name']}: {attributes} for {one['attributes']}")
        except Exception as error:  # noqa: BLE001: whatever it is, it was not accepted
            wrong.append(f"{one['name']}: {type(error).__name__} {error}")
        if not one["responseSigned"] and one["encrypted"]:
            continue
        try:
            verify(folder, one, altered(one))
            wrong.append(f"{one['name']}: an altered one was accepted")
        except Exception:  # noqa: BLE001: as it should be
            pass
    step = f"{verifier}: {len(folder['all'])} assertions are read as they were meant, and altered ones are refused"
    if not wrong:
        print(f"ok saml {step}")
        return 0
    print(f"not ok saml {step}")
    for line in [f"{len(wrong)} are not", *wrong[:3]]:
        print(f"    {line}")
    return 1


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    sys.exit(main(*sys.argv[1:]))
