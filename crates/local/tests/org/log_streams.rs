//! Log streams: what their types ask for.

use crate::client::Client;

#[test]
fn each_type_has_a_schema() {
    let client = Client::new();
    let all = client.get("/api/v1/meta/schemas/logStream").expect(200).json();
    assert_eq!(all.as_array().unwrap().len(), 2);
    for schema in all.as_array().unwrap() {
        let id = schema["$id"].as_str().unwrap();
        let found = client.get(id.trim_start_matches("http://localhost")).expect(200).json();
        assert_eq!(found, *schema);
        let settings = &schema["properties"]["settings"];
        for required in settings["required"].as_array().unwrap() {
            assert!(settings["properties"][required.as_str().unwrap()].is_object(), "{required}");
        }
    }
    client.get("/api/v1/meta/schemas/logStream/moon").expect(404);
}
