package llmrouter.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a running gateway prints begins with the time, unless a program that adds it reads the lines.
class TimedLinesTest {
    private final List<String> lines = new ArrayList<>();

    private String line(boolean terminal, Map<String, String> environment) {
        lines.clear();
        new HostContext(environment, Path.of("/home/ada"), terminal, new StopSignal(), lines::add).timed()
            .say("configuration reloaded:\n  no effective change");
        return lines.getFirst();
    }

    @Test
    void eachMessageBeginsWithTheLocalTimeOnce() {
        String line = line(false, Map.of());
        String time = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
        assertTrue(line.matches(time + " configuration reloaded:\n  no effective change"), line);
        assertEquals(1, lines.size());
    }

    @ParameterizedTest
    @CsvSource({"JOURNAL_STREAM,8:1234", "LLM_ROUTER_MANAGED_BY_STARTUP,1", "LLM_ROUTER_MANAGED_BY_STARTUP,true"})
    void aSupervisorAddsTheTimeItself(String variable, String value) {
        assertTrue(line(false, Map.of(variable, value)).startsWith("configuration reloaded"), lines.toString());
    }

    @ParameterizedTest
    @CsvSource({"true,JOURNAL_STREAM,8:1234", "false,LLM_ROUTER_MANAGED_BY_STARTUP,false"})
    void aTerminalOfADesktopAndAVariableThatSaysNoAreNoSupervisor(boolean terminal, String variable, String value) {
        assertTrue(line(terminal, Map.of(variable, value)).startsWith("2"), lines.toString());
    }
}
