package llmrouter.demo;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PlausibleJsonTest {

    private static String made(String schema) {
        return PlausibleJson.object((Json.Obj) Json.parse(schema)).toString();
    }

    @Test
    void everyTypeGetsAValueOfItsOwn() {
        String value = "{\"city\":\"Paris\",\"days\":1,\"deep\":true,\"tags\":[\"some tags\"],\"unit\":\"celsius\","
            + "\"inner\":{\"x\":2.5}}";
        assertEquals(value, made("""
            {"type":"object","properties":{
              "city":{"type":"string"}, "days":{"type":"integer"}, "deep":{"type":"boolean"},
              "tags":{"type":"array","items":{"type":"string"}}, "unit":{"enum":["celsius","kelvin"]},
              "inner":{"properties":{"x":{"type":["number","null"],"minimum":2.5}}}}}"""));
    }

    @Test
    void onlyRequiredMembersAreMadeIfSomeAre() {
        assertEquals("{\"a\":\"some a\"}", made("""
            {"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string"}}}"""));
    }

    @Test
    void noSchemaMeansNoMembers() {
        assertEquals("{}", PlausibleJson.object(null).toString());
        assertEquals("{}", made("{\"type\":\"string\"}"));
    }
}
