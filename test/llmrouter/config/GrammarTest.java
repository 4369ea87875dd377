package llmrouter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.read.Read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GrammarTest {
    private static final KnownNames KNOWN = new KnownNames(Read.valid("{'providers':["
        + "{'id':'p','baseUrl':'https://a.example','format':'openai','models':['m','@cf/meta','m:free','x:3']},"
        + "{'id':'ollama','baseUrl':'http://localhost:11434','format':'openai','models':['llama3:8','llama3','k']},"
        + "{'id':'q','baseUrl':'https://b.example','format':'openai','models':['n']},{'id':'r',"
        + "'baseUrl':'https://b.example','format':'openai','models':['o']}],"
        + "'modelAliases':{'foo':{'targets':['p/m']}}}"));

    @ParameterizedTest
    @CsvSource({"minute:1,MINUTE,1", "minute/1,MINUTE,1", "minute-1,MINUTE,1", "minute x 1,MINUTE,1", "m1,MINUTE,1",
        "1m,MINUTE,1", "hour:06,HOUR,6", "MONTH:1,MONTH,1", "1w,WEEK,1", "7day,DAY,7", "7 days,DAY,7", "mo:1,MONTH,1",
        "mon1,MONTH,1", "1mo,MONTH,1", "' 2 W ',WEEK,2", "sec-5,SECOND,5", "hour/6,HOUR,6", "month : 1,MONTH,1",
        "2hrs2,,", "minute 5,MINUTE,5"})
    void windows(String text, Bucket.Unit unit, Integer size) {
        assertEquals(unit == null ? null : new Bucket.Window(unit, size), WindowGrammar.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minutex1", "minute", "0m", "1.5h", "year:1", "5", "fortnightly", "", " ", "m:", ":1",
        "m--1", "99999999999m", "m1x", "1m1"})
    void whatIsNoWindowIsRefused(String text) {
        assertNull(WindowGrammar.parse(text));
    }

    private static String targets(String text) {
        var out = new ArrayList<String>();
        for (AliasTarget t : TargetGrammar.list(text, KNOWN)) out.add(t.ref() + " " + t.weight());
        return String.join(", ", out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"p/m@3|p/m 3", "p/m:2|p/m 2", "p/m@1.5|p/m 1.5", "p/m:free|p/m:free 1",
        "p/m@0|p/m@0 1", "p/m@-1|p/m@-1 1", "p/@cf/meta@2|p/@cf/meta 2", "p/@cf/meta|p/@cf/meta 1",
        "alias:foo@2|alias:foo 2", "foo|foo 1", "p/m@3,p/m@5|p/m 3", "p/m@3 q/n; r/o|p/m 3, q/n 1, r/o 1",
        "(p/m@3)|p/m 3", "[bad|bad 1", "p/m@3,q/n:2,r/o|p/m 3, q/n 2, r/o 1"})
    void aliasTargets(String text, String expected) {
        assertEquals(expected, targets(text));
    }

    @Test
    void weightsInHexadecimalOrWithAnExponentAreNotWeights() {
        assertEquals("p/m@0x10 1, p/m@1e2 1", targets("p/m@0x10 p/m@1e2"));
    }

    @Test
    void aColonAndANumberBelongToAModelThatIsCalledSo() {
        assertEquals("ollama/llama3:8 1", targets("ollama/llama3:8"));
        assertEquals("ollama/llama3:8 4", targets("ollama/llama3:8@4"));
        assertEquals("ollama/llama3:8 4", targets("ollama/llama3:8:4"));
        assertEquals("ollama/k 8", targets("ollama/k:8"));
        assertEquals("ollama/unheard-of:8 1", targets("ollama/unheard-of:8"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"My Prov,my-prov", "302 AI,p-302-ai", "openrouterPrimary,openrouterprimary",
        "--,provider", "模型,provider", "Ä,ae", "Tägliches Ünding,taegliches-uending", "Crème Brûlée,creme-brulee",
        "a__b,a-b"})
    void providerIdsAreMadeFromNames(String name, String id) {
        assertEquals(id, Ids.providerId(name));
        assertTrue(Ids.isProviderId(id));
    }

    @Test
    void identifiersHaveOneRuleEach() {
        for (String id : List.of("a", "open-router-2")) assertTrue(Ids.isProviderId(id), id);
        for (String id : List.of("", "A", "2a", "-a", "a_b", "a.b", "a b")) assertFalse(Ids.isProviderId(id), id);
        for (String id : List.of("a", "9", "gpt-5.1", "a:b_c")) assertTrue(Ids.isAliasId(id), id);
        for (String id : List.of("", ".a", "a/b", "a b", "__proto__")) assertFalse(Ids.isAliasId(id), id);
        for (String id : List.of("sonar", "@cf/meta", "claude-3@20240620", "模型", "Llama 3 8B Instruct",
                "gpt-4o (latest)", "a, b; \"c\"", "a\u00a0b", "\ud83e\udd99 7b", "~/models/x.gguf", "x".repeat(1000))) {
            assertTrue(Ids.isModelId(id), id);
        }
        for (String id : List.of("", " a", "a ", "a\nb", "a\tb", "a\u0000b", "\u001b[31m", "a\u0085b", "a\u2028b",
                "a\ud83e", "\udd99b", "x".repeat(1001))) {
            assertFalse(Ids.isModelId(id), id);
        }
        assertEquals("per-minute-3", Ids.bucketId("Per  Minute!", Set.of("per-minute", "per-minute-2")));
        assertEquals("bucket", Ids.bucketId("!", Set.of()));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', value = {"api.example.com|https://api.example.com",
        "http//x.example/v1|http://x.example/v1", "ttps://x.example|https://x.example",
        "\"https://x.example/v1\",|https://x.example/v1", "openaiBaseUrl=https://q.example/v1|https://q.example/v1",
        "http://localhost:8080/v1|http://localhost:8080/v1", "http://10.0.0.1:8080/v1|http://10.0.0.1:8080/v1",
        "https://a.iohttps://a.io/v1|https://a.io https://a.io/v1",
        "https://x.example/v1?key=1|https://x.example/v1?key=1",
        "https://a.example, b.example/v1;c.example|https://a.example https://b.example/v1 https://c.example",
        "try https://a.example/v1, or b.example/v2.|https://a.example/v1 https://b.example/v2"})
    void endpointLists(String text, String expected) {
        assertEquals(expected, String.join(" ", EndpointGrammar.list(text)));
    }

    @Test
    void aLocalHostNeedsNoSchemeWhenItHasAPort() {
        assertEquals(List.of("http://localhost:8080", "http://127.0.0.1:11434/v1"),
            EndpointGrammar.list("localhost:8080 127.0.0.1:11434/v1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.example", "ftp://a.example", "file:///etc/passwd", "https://", "https:///x",
        "https://u:p@a.example", "https://a.example/v1?key=1", "https://a.example/#x", "https://a.example:0",
        "https://a.example:65536", "https://a.example:x", "https://a ex.example", "https://ex\u00e4mple.com",
        "https://a_b{}", "https://a.example?", "https://a.example?api-version=",
        "https://a.example?api-version=1&key=2", "https://a.example?api-version=1?key=2", "https://[::1",
        "https://a.example\\@b", "http://my_host:8000", "http://llm_1.lan/v1",
        "http://-a/v1", "http://1.2.3/v1", "http://[1::2::3]/", "http://[1.2.3.4]/", "http://[::1]x/",
        "http://[fe80::1%25eth0]:80", "http://[fe80::1%]/", "http://a%20b/"})
    void unusableBaseUrlsAreRefused(String url) {
        assertNotNull(BaseUrls.problem(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example", "HTTP://LOCALHOST:8080/v1/", "http://[::1]:11434/v1",
        "http://[fe80::1%eth0]:80/v1", "http://localhost./v1", "http://[::ffff:127.0.0.1]/",
        "https://a-b.example/%20x/v1", "https://a.example/openai?api-version=2024-10-21",
        "https://a.example?api-version=preview"})
    void usableBaseUrlsPass(String url) {
        assertNull(BaseUrls.problem(url));
    }

    /// A page in a browser and a proxy may have such a host, because Java's HTTP client does not look it up.
    @Test
    void aHostWithAnUnderscoreIsRefusedOnlyWhereAProviderIsCalled() {
        assertEquals("has \"my_host\" as host, which has an underscore, and Java's HTTP client calls no such host",
            BaseUrls.problem("http://my_host:8000/v1").what());
        assertNull(BaseUrls.syntaxProblem("http://my_host:8000"));
    }

    @ParameterizedTest
    @CsvSource({"3,3000000", "1.5,1500000", "1e2,100000000", "2.5e-1,250000", "0,0", "0.0000001,0", "00012,12000000",
        "3.14159265358979323846,3141592", "1.2E+1,12000000", "0x10,-1", "-1,-1", "'',-1", "1.,-1", ".5,-1", "1e,-1",
        "1e400,-1", "99999999999999999999,-1", "40x,-1", "1 2,-1", "NaN,-1", "0e999,0",
        "900000000000,900000000000000000"})
    void decimalsAreExact(String text, long millionths) {
        assertEquals(millionths, Decimal.millionths(text));
    }
}
