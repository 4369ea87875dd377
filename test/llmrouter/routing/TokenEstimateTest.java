package llmrouter.routing;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TokenEstimateTest {
    private static long estimate(String json) {
        return TokenEstimate.of((Json.Obj) Json.parse(json.replace('\'', '"')));
    }

    private static long ofText(String text) {
        return estimate("{'messages':[{'role':'user','content':'" + text + "'}]}");
    }

    private static void within(long low, long high, long n) {
        assertTrue(n >= low && n <= high, n + " is not between " + low + " and " + high);
    }

    @Test
    void textCountsByItsScript() {
        long frame = ofText("");
        assertEquals(1_000, ofText("abcd".repeat(1_000)) - frame);
        within(1_000, 1_400, ofText("привет ".repeat(250)) - frame);
        assertEquals(1_000, ofText("漢".repeat(1_000)) - frame);
    }

    @Test
    void aShortRequestIsSmallAndNeverNothing() {
        within(1, 12, ofText("hello"));
        assertEquals(1, estimate("{}"));
        assertEquals(1, estimate("{'model':'a very long name that is not sent to the model at all','stream':true}"));
    }

    @Test
    void instructionsAndToolsCount() {
        within(1_000, 1_010, estimate("{'system':'" + "abcd".repeat(1_000) + "'}"));
        within(1_000, 1_020, estimate("{'tools':[{'name':'f','description':'" + "abcd".repeat(1_000) + "'}]}"));
    }

    @Test
    void binaryContentCountsByItsKindNotItsBytes() {
        String data = "A".repeat(400_000);
        within(1_600, 1_650, estimate(content("{'type':'image','source':{'type':'base64','media_type':'image/png',"
            + "'data':'" + data + "'}}")));
        within(10_000, 10_050, estimate(content("{'type':'document','source':{'type':'base64',"
            + "'media_type':'application/pdf','data':'" + data + "'}}")));
        within(1_600, 1_650, estimate(content("{'type':'image_url','image_url':{'url':'data:image/png;base64," + data
            + "'}}")));
    }

    private static String content(String block) {
        return "{'messages':[{'content':[" + block + "]}]}";
    }

    @Test
    void moreTextNeverCountsLess() {
        long before = 0;
        for (int n = 0; n < 200; n++) {
            long now = ofText("x".repeat(n));
            assertTrue(now >= before);
            before = now;
        }
    }
}
