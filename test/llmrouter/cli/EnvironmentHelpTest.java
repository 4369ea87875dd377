package llmrouter.cli;

import org.junit.jupiter.api.Test;

import llmrouter.config.read.Setting;
import llmrouter.config.read.SettingsTable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EnvironmentHelpTest {
    private static String help() {
        var run = CliRun.of(CommandTable.standard(), "", "help", "environment");
        assertEquals(0, run.exitCode());
        return run.out();
    }

    @Test
    void aRowShowsNameDefaultMeaningBoundsAndTheFlag() {
        assertTrue(help().contains("""

              LLM_ROUTER_PORT=8787
                  Port to listen on. 0 takes any free port.
                  Allowed: a whole number from 0 to 65535.
                  See also: --port.
            """), help());
    }

    @Test
    void everyVariableIsListedUnderEachOfItsNames() {
        String help = help();
        for (Setting setting : SettingsTable.rows()) {
            assertTrue(help.contains("\n  " + setting.name()), setting.name());
            for (String older : setting.olderNames()) assertTrue(help.contains(older), older);
        }
    }

    @Test
    void linesFitAnOrdinaryTerminal() {
        for (String line : help().lines().toList()) assertTrue(line.length() <= 80, line);
    }
}
