package llmrouter.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Settings.LogLevel;
import llmrouter.files.RollingLog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LogNoteTest {
    @TempDir
    private Path folder;

    private RollingLog log() {
        return RollingLog.at(folder.resolve("requests"));
    }

    @Test
    void itNamesTheFileAndHowToSeeEveryRequest() {
        assertEquals("""
            Every request is logged in %s; 'llm-router why' shows the latest.
            Requests that fail or go to a second candidate are shown here; LLM_ROUTER_LOG=debug shows all."""
            .formatted(log().path()), LogNote.of(log(), LogLevel.INFO));
        assertEquals("""
            No request is logged (LLM_ROUTER_REQUEST_LOG=off).
            All requests are shown here.""", LogNote.of(null, LogLevel.DEBUG));
    }

    @Test
    void nothingIsSaidToBeShownWhereNothingIs() {
        assertEquals(1, LogNote.of(log(), LogLevel.OFF).lines().count());
        assertEquals(1, LogNote.of(log(), LogLevel.ERROR).lines().count());
    }

    @Test
    void aLogThatCannotBeWrittenIsSaidInsteadOfPromised() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        for (RollingLog log : new RollingLog[] {RollingLog.at(folder), RollingLog.at(file.resolve("requests"))}) {
            String said = LogNote.of(log, LogLevel.OFF);
            assertTrue(said.startsWith("No request can be logged in " + log.path() + " ("), said);
            assertTrue(said.endsWith("); correct that, or name another file in LLM_ROUTER_REQUEST_LOG."), said);
            assertFalse(said.contains("Exception"), said);
        }
    }
}
