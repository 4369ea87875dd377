package llmrouter;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the program's text shows: what it is made of, and which of its classes can do what needs trust.
class ProgramContentTest {
    private static final List<SourceFile> ALL = SourceFile.under("src");

    /// The files whose code has a match.
    private static Set<String> filesWith(String expression) {
        var pattern = Pattern.compile(expression);
        return ALL.stream().filter(file -> pattern.matcher(file.text()).find())
            .map(file -> file.path().toString().replace('\\', '/').replace("src/llmrouter/", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theProgramNeedsOnlyModulesOfTheJdk() {
        var needed = SourceFile.read("src/module-info.java").lines().map(String::strip)
            .filter(line -> line.startsWith("requires ")).collect(Collectors.toSet());
        assertEquals(Set.of("requires java.net.http;", "requires jdk.httpserver;", "requires jdk.jfr;",
            "requires jdk.unsupported;"), needed);
    }

    /// To read eight bytes of an array at once needs a handle, which finds nothing by its name and calls nothing.
    @Test
    void thereIsNoReflectionNoNativeCodeAndNoPlugIn() {
        assertEquals(Set.of(), filesWith("java\\.lang\\.(reflect|foreign)|setAccessible|getDeclared|"
            + "MethodHandles(?!\\.byteArrayViewVarHandle)|"
            + "System\\.load|ServiceLoader|Class\\.forName|URLClassLoader|defineClass|ObjectInputStream|"
            + "\n    (\\w+ )*native \\w+[ <]"));
    }

    /// Whoever reads for telemetry has to read these.
    @Test
    void connectionsAreOpenedInFewPlaces() {
        assertEquals(Set.of("cli/run/ReachableUrl.java", "cli/system/ClientChecks.java", "cli/system/SmokeCommand.java",
            "server/takeover/ListenerHold.java", "service/LocalCall.java", "state/redis/RedisConnection.java",
            "upstream/connection/AddressRace.java", "upstream/proxy/ClientKind.java", "upstream/proxy/ProxyDial.java"),
            filesWith("new Socket\\(|SocketChannel\\.open|HttpClient\\.newBuilder|HttpClient\\.newHttpClient|"
                + "openConnection\\(|DatagramSocket|DatagramChannel"));
    }

    @Test
    void processesAreStartedInFewPlaces() {
        assertEquals(Set.of("cli/connect/ClientProcess.java", "files/KeyCommand.java", "host/JarReplacement.java",
            "host/PortHolder.java", "install/NewJar.java", "service/JarWatch.java", "startup/ManagerTools.java",
            "tui/terminal/Stty.java"), filesWith("ProcessBuilder|getRuntime\\(\\)\\.exec"));
    }

    /// Digests are compared to their end, and with every key that is known.
    @Test
    void keysAreComparedInConstantTime() {
        String rules = SourceFile.read("src/llmrouter/admission/KeyRules.java");
        assertTrue(rules.contains("difference |= a.charAt(i) ^ b.charAt(i);"));
        assertEquals(1, rules.split("return difference == 0;", -1).length - 1);
        assertTrue(!rules.contains(".equals(digest") && !rules.contains("digest.equals("));
    }
}
