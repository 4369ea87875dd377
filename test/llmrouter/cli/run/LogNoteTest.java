package llmrouter.cli.run;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import llmrouter.config.Settings.LogLevel;
import llmrouter.files.RollingLog;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LogNoteTest {
    private static final RollingLog LOG = RollingLog.at(Path.of("/home/ada/requests"));

    @Test
    void itNamesTheFileAndHowToSeeEveryRequest() {
        assertEquals("""
            Every request is logged in %s; 'llm-router why' shows the latest.
            Requests that fail or go to a second candidate are shown here; LLM_ROUTER_LOG=debug shows all."""
            .formatted(LOG.path()), LogNote.of(LOG, LogLevel.INFO));
        assertEquals("""
            No request is logged (LLM_ROUTER_REQUEST_LOG=off).
            All requests are shown here.""", LogNote.of(null, LogLevel.DEBUG));
    }

    @Test
    void nothingIsSaidToBeShownWhereNothingIs() {
        assertEquals(1, LogNote.of(LOG, LogLevel.OFF).lines().count());
        assertEquals(1, LogNote.of(LOG, LogLevel.ERROR).lines().count());
    }
}
