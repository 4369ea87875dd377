package llmrouter.deploy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Hosts and patterns of routes as people type them.
class TargetInputTest {
    @ParameterizedTest
    @CsvSource({"router.example.com, router.example.com/*", "https://router.example.com, router.example.com/*",
        "https://r.example.com/v1/, r.example.com/v1/*", "HTTPS://R.Example.com/*, r.example.com/*",
        "*.example.com, *.example.com/*", "*example.com/*, *example.com/*", "r.example.com/V1, r.example.com/V1/*"})
    void aPatternLeavesOpenWhatIsBehindIt(String typed, String pattern) {
        assertNull(TargetInput.patternProblem(typed), typed);
        assertEquals(pattern, TargetInput.pattern(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/x", "router", "r.example.com:8443/x", "a.*.example.com/*", "r.example.com/?x=1",
        "-r.example.com/*", "r..example.com", "r.example.com/a b", "https://"})
    void aTextThatIsNoPatternIsRefused(String typed) {
        assertNotNull(TargetInput.patternProblem(typed), typed);
    }

    @ParameterizedTest
    @CsvSource({"Router.Example.com, router.example.com", "https://router.example.com/, router.example.com",
        "router.example.com., router.example.com", "' router.example.com ', router.example.com"})
    void aHostIsFoundInWhatWasTyped(String typed, String host) {
        assertNull(TargetInput.hostProblem(typed), typed);
        assertEquals(host, TargetInput.host(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "router", "r.example.com:8443", "https://r.example.com/v1", "*.example.com",
        "r_x.example.com", "r.example.com?x", "ünïcode.example.com", ".example.com"})
    void aTextThatIsNoHostIsRefused(String typed) {
        String problem = TargetInput.hostProblem(typed);
        assertNotNull(problem, typed);
        assertTrue(problem.startsWith("\""), problem);
    }
}
