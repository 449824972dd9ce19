"""The workbook of an access review, as openpyxl reads it, fills it in and gives it back."""

import json
import os
import subprocess
import sys
import tempfile

import openpyxl

OKTARS = os.path.abspath(os.environ["OKTARS"])
FOLDER = tempfile.TemporaryDirectory()
BOOK = os.path.join(FOLDER.name, "review.xlsx")


def oktars(*arguments, body=None):
    """What the command prints."""
    environment = {**os.environ, "HOME": FOLDER.name, "OKTARS_CONFIG_DIR": os.path.join(FOLDER.name, "config")}
    given = None if body is None else json.dumps(body)
    done = subprocess.run(
        [OKTARS, *arguments], env=environment, cwd=FOLDER.name, input=given, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise RuntimeError(f"oktars {' '.join(arguments)} ends with {done.returncode}: {done.stderr}")
    return done.stdout


def send(method, path, body):
    return json.loads(oktars("api", method, path, "--yes", "--input", "-", body=body) or "null")


def user(login, **profile):
    names = {"firstName": "Ann", "lastName": login.title()}
    made = send("POST", "users?activate=true", {"profile": {"login": f"{login}@acme.example", "email": f"{login}@acme.example", **names, **profile}})
    return made["id"]


def made():
    """An org with a manager, two people who have an app, and the workbook."""
    user("boss")
    people = [user(name, managerId="boss@acme.example", title="=1+1") for name in ("one", "two")]
    settings = {"app": {"url": "https://x.example", "requestIntegration": False}}
    app = send("POST", "apps", {"name": "bookmark", "label": "Reviewed", "signOnMode": "BOOKMARK", "settings": settings})
    for person in people:
        send("POST", f"apps/{app['id']}/users", {"id": person, "scope": "USER"})
    oktars("review", "--app", "Reviewed", "-o", "review.xlsx")
    return app["id"]


def assigned(app):
    return len(json.loads(oktars("api", f"apps/{app}/users")))


app = made()
book = openpyxl.load_workbook(BOOK)
sheet = book["Ann Boss"]
headings = {cell.value: cell.column_letter for cell in sheet[1]}
decision = headings["Decision"]


def check_validation():
    [validation] = sheet.data_validations.dataValidation
    assert validation.type == "list" and validation.formula1 == '"keep,revoke"', validation
    assert str(validation.sqref) == f"{decision}2:{decision}3", validation.sqref


def check_pane():
    assert sheet.freeze_panes == "A2", sheet.freeze_panes


def check_filter():
    last = headings["Row id"]
    assert sheet.auto_filter.ref == f"A1:{last}3", sheet.auto_filter.ref


def check_hidden():
    assert sheet.column_dimensions[headings["Row id"]].hidden
    assert not sheet.column_dimensions[headings["Login"]].hidden


def check_texts():
    cell = sheet[f"{headings['Title']}2"]
    # A formula would have the type f.
    assert (cell.value, cell.data_type) == ("=1+1", "s"), (cell.value, cell.data_type)


def check_first_sheet():
    assert book.sheetnames == ["Review", "Ann Boss"], book.sheetnames
    assert book["Review"]["B1"].value == "app Reviewed", book["Review"]["B1"].value


def check_comes_back():
    sheet[f"{decision}2"] = "revoke"
    sheet[f"{decision}3"] = "keep"
    book.save(BOOK)
    [row] = [json.loads(line) for line in oktars("review", "status", "review.xlsx").splitlines()]
    assert (row["keep"], row["revoke"], row["open"]) == (1, 1, 0), row
    assert assigned(app) == 2
    oktars("review", "apply", "review.xlsx", "--yes")
    assert assigned(app) == 1


def check_libreoffice():
    """Another program reads every sheet, and takes no text for a formula."""
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{FOLDER.name}/office"
    command = ["soffice", profile, "--headless", "--convert-to", sheets, "--outdir", FOLDER.name, BOOK]
    done = subprocess.run(command, env={**os.environ, "HOME": FOLDER.name}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with open(os.path.join(FOLDER.name, "review-Ann Boss.csv"), encoding="utf-8") as file:
        text = file.read()
    assert "Ann One" in text and "Ann Two" in text and "=1+1" in text and "directly" in text, text


# LibreOffice is large, so it is asked only where somebody has it.
wanted = sys.argv[1:]
failed = 0
for name, check in list(globals().items()):
    if not name.startswith("check_") or (name == "check_libreoffice") != (wanted == ["libreoffice"]):
        continue
    told = name.removeprefix("check_").replace("_", " ")
    try:
        check()
        print(f"ok review-workbook: {told}")
    except Exception as error:
        failed += 1
        print(f"not ok review-workbook: {told}: {error!r}")
sys.exit(failed > 0)
