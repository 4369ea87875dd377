package llmrouter.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Each claim of SECURITY.md is a bullet between two marks, and ends with the tests that prove it. A claim without a
/// test, and a test that does not exist, fail here.
class SecurityPageTest {
    private static final String BEGIN = "<!-- claims: each ends with its tests; SecurityPageTest checks them -->";
    private static final String END = "<!-- /claims -->";
    private static final Pattern PROOFS = Pattern.compile("\\(((?:`[^`]+`(?:, )?)+)\\)$");
    private static final Pattern PROOF = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w*Test)\\.(\\w+)");
    private static final Pattern ANNOTATION = Pattern.compile("@(Test|ParameterizedTest|TestFactory|RepeatedTest)\\b");

    /// The bullets, each as one line.
    private static List<String> claims(String page) {
        var claims = new ArrayList<String>();
        for (int begin = page.indexOf(BEGIN); begin >= 0; begin = page.indexOf(BEGIN, begin + 1)) {
            int end = page.indexOf(END, begin);
            assertTrue(end > begin, "a list of claims without its end");
            for (String bullet : page.substring(begin + BEGIN.length(), end).strip().split("\n(?=- )")) {
                claims.add(bullet.strip().replaceAll("\\s+", " "));
            }
        }
        return claims;
    }

    private static Map<String, String> tests() throws IOException {
        var tests = new HashMap<String, String>();
        try (Stream<Path> files = Files.walk(Path.of("test"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return tests;
    }

    /// What is wrong with the proofs of a claim.
    private static List<String> faults(String claim, Map<String, String> tests, String steps) {
        var faults = new ArrayList<String>();
        Matcher proofs = PROOFS.matcher(claim);
        if (!claim.startsWith("- ") || !proofs.find()) return List.of("no test at its end: " + claim);
        Matcher proof = PROOF.matcher(proofs.group(1));
        while (proof.find()) {
            Matcher test = TEST.matcher(proof.group(1));
            if (test.matches()) {
                boolean found = has(tests.getOrDefault(test.group(1), ""), test.group(2));
                if (!found) faults.add("there is no test " + proof.group(1) + ": " + claim);
            } else if (!steps.contains("step \"" + proof.group(1) + "\"")) {
                faults.add(proof.group(1) + " is neither a test nor a step of .ci/run: " + claim);
            }
        }
        return faults;
    }

    /// Whether a class has this method, with the annotation of a test above it.
    private static boolean has(String source, String method) {
        int at = source.indexOf("void " + method + "(");
        if (at < 0) return false;
        int above = Math.max(0, source.lastIndexOf("\n\n", at));
        return ANNOTATION.matcher(source.substring(above, at)).find();
    }

    @Test
    void everyClaimNamesATestThatExists() throws IOException {
        var tests = tests();
        String steps = Files.readString(Path.of(".ci/run"));
        var claims = claims(Files.readString(Path.of("SECURITY.md")));
        var faults = new ArrayList<String>();
        for (String claim : claims) faults.addAll(faults(claim, tests, steps));
        assertEquals("", String.join("\n", faults));
        assertTrue(claims.size() > 50, "only " + claims.size() + " claims were found");
    }

    /// A guarantee outside of the lists would be one without a test.
    @Test
    void bulletsStandInListsOfClaimsOnly() throws IOException {
        String page = Files.readString(Path.of("SECURITY.md"));
        String rest = page.replaceAll("(?s)" + Pattern.quote(BEGIN) + ".*?" + Pattern.quote(END), "");
        assertEquals(List.of(), rest.lines().filter(line -> line.startsWith("- ") || line.startsWith("* ")).toList());
    }

    @Test
    void aClaimWithoutATestIsFound() {
        var tests = Map.of("SomeTest", "    @Test\n    void itHolds() throws Exception {\n");
        String steps = "step \"jars are reproducible\" reproducible";
        assertEquals(1, faults("- It holds.", tests, steps).size());
        assertEquals(1, faults("- It holds. (`SomeTest.itHeld`)", tests, steps).size());
        assertEquals(1, faults("- It holds. (`OtherTest.itHolds`)", tests, steps).size());
        assertEquals(1, faults("- It holds. (`jar is small`)", tests, steps).size());
        assertEquals(List.of(), faults("- It holds. (`SomeTest.itHolds`, `jars are reproducible`)", tests, steps));
    }
}
