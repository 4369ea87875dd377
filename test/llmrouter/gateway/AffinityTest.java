package llmrouter.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// All requests of one conversation have one key, and those of another conversation another one.
class AffinityTest {
    private static String key(String body, String... headers) {
        String json = body.replace('\'', '"');
        return Affinity.of(Story.request(Endpoint.CHAT, Format.OPENAI, json, headers), JsonScan.of(json));
    }

    private static String talk(String first, String rest) {
        return "{'model':'m','messages':[{'role':'system','content':'be kind'},{'role':'user','content':'" + first
            + "'}" + rest + "]}";
    }

    @Test
    void aConversationKeepsItsKeyAsItGrows() {
        String first = key(talk("hi", ""));
        assertEquals(first, key(talk("hi", ",{'role':'assistant','content':'ho'}")));
        assertEquals(first, key(talk("hi", " , {'role':'assistant','content':'ho'},{'role':'user','content':'x'}")));
        assertNotEquals(first, key(talk("hello", "")));
        assertEquals(first, key("{'temperature':1," + talk("hi", "").substring(1)));
    }

    @Test
    void theClientsOwnSessionCountsMore() {
        String session = key(talk("hi", ""), "x-session-id", "s1");
        assertEquals(session, key(talk("something else", ""), "x-session-id", "s1"));
        assertNotEquals(session, key(talk("hi", ""), "x-session-id", "s2"));
    }

    @Test
    void theEndsAndTheLengthOfALongTurnCount() {
        String word = "a long text, ";
        var keys = new HashSet<String>();
        String long1 = word.repeat(10_000);
        for (String text : new String[] {long1, "b" + long1.substring(1), long1.substring(1), long1 + "!",
            long1.substring(0, 60_000) + "and" + long1.substring(60_000),
            long1.substring(0, 50_000) + "X".repeat(61) + long1.substring(50_061),
            long1.substring(0, long1.length() - 1) + "!"}) {
            assertTrue(keys.add(key(talk(text, ""))), "the key of another text");
        }
    }

    @Test
    void withoutTurnsOrWithOddOnesThereIsAKeyToo() {
        for (String body : new String[] {"{}", "{'messages':[]}", "{'messages':null}", "{'messages':'x'}",
            "{'messages':[1,[{'role':'user'}],{'role':1},{'role':'assistant'}]}", "{'input':'x','system':[1]}"}) {
            assertEquals(key(body), key(body));
        }
    }

    /// The first turn ends where the trees say.
    @Test
    void theFirstTurnIsFoundAmongOddItems() {
        var random = new Random(3);
        String[] items = {"1", "\"user\"", "[]", "[{\"role\":\"user\"}]", "{}", "{\"role\":\"assistant\",\"x\":[1,{}]}",
            "{\"role\":\"user\",\"content\":\"a\\n\\\"]\"}", "{\"role\":\"user\",\"role\":\"tool\"}",
            "{ \"role\" : \"us\\u0065r\" }",
            "{\"content\":{\"role\":\"user\"}}", "{\"role\":[\"user\"]}", "null", "\"]\""};
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder("{\"messages\":[");
            var ends = new ArrayList<Integer>();
            int count = random.nextInt(6);
            for (int k = 0; k < count; k++) {
                text.append(k == 0 ? " " : random.nextBoolean() ? "," : " , \n");
                text.append(items[random.nextInt(items.length)]);
                ends.add(text.length());
            }
            text.append(" ]}");
            var scan = JsonScan.of(text.toString());
            int expected = text.length() - 1;
            var turns = scan.tree().items("messages");
            for (int k = turns.size() - 1; k >= 0; k--) {
                if (turns.get(k) instanceof Json.Obj o && "user".equals(o.text("role"))) expected = ends.get(k);
            }
            assertEquals(expected, scan.endOfFirst("messages", "role", "user"), text.toString());
        }
    }
}
