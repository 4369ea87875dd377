package llmrouter.startup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import llmrouter.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LaunchAgentTest {
    private static final String ODD = "/a b/<&>\"']]>/%n $HOME \\ ü/llm-router";

    @TempDir
    private Path home;

    private StartupJob job() {
        return new StartupJob(List.of(ODD, "start", "--config=" + ODD), Map.of("HTTPS_PROXY", "http://u:<&>@p:1"),
            List.of(), home, home, 30);
    }

    static Document xml(byte[] bytes) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    private static List<String> texts(Document document, String element) {
        NodeList nodes = document.getElementsByTagName(element);
        var texts = new ArrayList<String>();
        for (int i = 0; i < nodes.getLength(); i++) texts.add(nodes.item(i).getTextContent());
        return texts;
    }

    @Test
    void anXmlParserReadsEveryWordAsItWas() throws Exception {
        Document plist = xml(new LaunchAgent(home, 501).text(job()).getBytes(StandardCharsets.UTF_8));
        List<String> strings = texts(plist, "string");
        int shell = strings.indexOf("/bin/sh");
        assertEquals(List.of("/bin/sh", "-c", LaunchAgent.KEEPER, "llm-router", ODD, "start", "--config=" + ODD),
            strings.subList(shell, shell + 7));
        assertTrue(strings.contains("http://u:<&>@p:1"), strings.toString());
        assertTrue(texts(plist, "key").contains("HTTPS_PROXY"));
        assertEquals(home.resolve("Library/LaunchAgents/dev.llm-router.plist"), new LaunchAgent(home, 501).file());
    }

    private static int ended(String... program) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("/bin/sh", "-c", LaunchAgent.KEEPER, "llm-router"));
        words.addAll(List.of(program));
        Process process = new ProcessBuilder(words).start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return process.exitValue();
    }

    /// launchd starts it again after every code but 0.
    @Test
    void onlyAMistakeOfTheConfigurationCountsAsAGoodEnd() throws IOException, InterruptedException {
        assertEquals(0, ended("sh", "-c", "exit 2"));
        assertEquals(75, ended("sh", "-c", "exit 0"));
        assertEquals(1, ended("sh", "-c", "exit 1"));
        assertEquals(137, ended("sh", "-c", "kill -9 $$"));
    }

    @Test
    void aStopReachesTheGatewayAndIsWaitedFor() throws IOException, InterruptedException {
        Path file = home.resolve("said");
        var words = List.of("/bin/sh", "-c", LaunchAgent.KEEPER, "llm-router", "sh", "-c",
            "trap 'echo ended >> \"$1\"; exit 143' TERM; echo began > \"$1\"; while :; do sleep 0.05; done", "x",
            file.toString());
        Process process = new ProcessBuilder(words).start();
        Await.until("it began", () -> Files.exists(file) && Files.readString(file).contains("began"));
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertEquals("began\nended\n", Files.readString(file));
    }

    @Test
    void theAgentIsPutInAndTakenOut() throws IOException {
        var launchctl = ScriptedTool.in(home.resolve("bin"), "launchctl", """
            case $1 in print) echo "  state = running"; echo "  pid = 4711"; echo "  last exit code = 0";; esac""");
        var service = StartupService.of("Mac OS X", home, launchctl.environment());
        long uid = ((Number) Files.getAttribute(home, "unix:uid")).longValue();
        assertFalse(service.install(job()));
        assertEquals(List.of("launchctl bootout gui/" + uid + "/dev.llm-router",
            "launchctl enable gui/" + uid + "/dev.llm-router",
            "launchctl bootstrap gui/" + uid + " " + service.manager().file()), launchctl.calls());
        assertEquals(new ServiceState(true, true, false, 4711, "running, last exit code 0"), service.state());
        assertTrue(service.uninstall());
        assertFalse(Files.exists(service.manager().file()));
        assertFalse(service.uninstall());
    }

    @Test
    void theGatewayIsKnownByTheScriptThatStartedIt() throws IOException {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        var launchctl = ScriptedTool.in(home.resolve("bin"), "launchctl", "echo '\tpid = " + parent + "'");
        var tools = new ManagerTools(launchctl.environment());
        var agent = new LaunchAgent(home, 501);
        long here = ProcessHandle.current().pid();
        assertEquals("dev.llm-router", RunningUnit.ofLaunchd(here, agent, tools).name());
        assertNull(RunningUnit.ofLaunchd(parent + 1_000_000, agent, tools));
    }

    @Test
    void aRefusalOfLaunchdLeavesNothing() throws IOException {
        var launchctl = ScriptedTool.in(home.resolve("bin"), "launchctl",
            "case $1 in bootstrap) echo 'Bootstrap failed: 5: Input/output error'; exit 5;; esac");
        var service = StartupService.of("Mac OS X", home, launchctl.environment());
        var error = assertThrows(StartupError.class, () -> service.install(job()));
        assertTrue(error.getMessage().contains("Input/output error"), error.getMessage());
        assertFalse(Files.exists(home.resolve("Library")));
    }
}
