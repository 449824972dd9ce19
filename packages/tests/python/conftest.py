import pytest

ANN = {"firstName": "Ann", "lastName": "Lee", "email": "ann@tried.example", "login": "ann@tried.example"}


@pytest.fixture(scope="session")
def oktars_options():
    return {"app": "web=http://localhost:3000/callback"}


@pytest.fixture(scope="session")
def oktars_start(oktars_session_org):
    oktars_session_org.api("POST /api/v1/users", {"profile": ANN, "credentials": {"password": {"value": "superPass1"}}})
    oktars_session_org.snapshot("with ann")
    return "with ann"
