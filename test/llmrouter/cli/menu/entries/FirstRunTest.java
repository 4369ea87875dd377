package llmrouter.cli.menu.entries;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.read.ConfigReader;
import llmrouter.scripted.PretendProvider;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.tui.Question.One;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FirstRunTest {
    private static final String TYPED_MODEL = "a-model";

    private static final String KEY = "sk-of-the-pretended-provider";

    @TempDir
    Path home;

    private static ScriptedUpstream provider() throws IOException {
        return new ScriptedUpstream(new PretendProvider("""
            {"object":"list","data":[{"id":"north-large","object":"model"},{"id":"north-small","object":"model"}]}""",
            "chat/completions"));
    }

    private static Config config(MenuRun run) throws IOException {
        return ConfigReader.read(run.text(), "it") instanceof ValidConfig valid ? valid.config() : Config.EMPTY;
    }

    /// The answers for a provider that is known by its address only.
    private static List<String> answers(ScriptedUpstream provider) {
        return List.of("Another one", provider.url() + "/v1", KEY, "north-large", "Claude Code", "Save only");
    }

    @Test
    void leadsFromNothingToAConnectedClientInSixAnswers() throws IOException {
        try (var provider = provider()) {
            MenuRun run = MenuRun.empty(home).menu(answers(provider));
            assertTrue(run.dialog.isUsedUp(), run.screen());
            assertEquals(6, run.dialog.asked.size(), run.screen());
            Config config = config(run);
            assertEquals("local/north-large", config.defaultModel(), run.screen());
            assertEquals(List.of(Format.OPENAI), config.providers().getFirst().formats());
            assertEquals(new InlineSecret(KEY), config.providers().getFirst().apiKey());
            assertTrue(Files.readString(home.resolve(".claude/settings.json")).contains("local/north-large"));
            assertTrue(run.screen().contains("type 'llm-router start'"), run.screen());
            assertTrue(run.screen().contains("--api-key-stdin"), run.screen());
            assertFalse(run.screen().contains(KEY), run.screen());
            assertEquals(0, run.exitCode);
        }
    }

    /// A client that is set up for the address of another program would send its requests, and its key, to it.
    @Test
    void connectsNoClientWhenAnotherProgramHasTheAddress() throws IOException {
        try (var provider = provider(); var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answers = new ArrayList<>(answers(provider).subList(0, 5));
            answers.add("Save, and start the gateway in this terminal");
            MenuRun run = MenuRun.empty(home);
            run.environment.put("LLM_ROUTER_PORT", String.valueOf(other.getLocalPort()));
            run.menu(answers);
            assertEquals(1, run.exitCode, run.screen());
            assertTrue(run.screen().contains("Nothing was started or connected"), run.screen());
            assertTrue(run.screen().contains("llm-router connect claude-code"), run.screen());
            assertEquals("local/north-large", config(run).defaultModel(), run.screen());
            assertFalse(Files.exists(home.resolve(".claude")));
        }
    }

    @Test
    void savesNothingWhenThePersonLeavesAtAnyQuestion() throws IOException {
        try (var provider = provider()) {
            List<String> answers = answers(provider);
            for (int at = 0; at < answers.size(); at++) {
                MenuRun run = MenuRun.empty(home).menu(answers.subList(0, at));
                assertTrue(run.screen().contains("Nothing was changed."), run.screen());
                try (var files = Files.list(home)) {
                    assertEquals(List.of(), files.toList(), "left before " + answers.get(at));
                }
            }
        }
    }

    @Test
    void goingBackAsksTheQuestionBeforeAgain() throws IOException {
        try (var provider = provider()) {
            var answers = new ArrayList<>(answers(provider).subList(0, 5));
            answers.addAll(List.of(ScriptedDialog.BACK, ScriptedDialog.BACK, "Another name", TYPED_MODEL, "None now",
                "Save only"));
            MenuRun run = MenuRun.empty(home).menu(answers);
            assertEquals("local/" + TYPED_MODEL, config(run).defaultModel(), run.screen());
            assertFalse(Files.exists(home.resolve(".claude")));
            assertTrue(run.screen().contains("curl "), run.screen());
        }
    }

    @Test
    void anAnswerCanBeChangedAtTheEnd() throws IOException {
        try (var provider = provider()) {
            var answers = new ArrayList<>(answers(provider).subList(0, 4));
            answers.addAll(List.of("None now", "Change an answer", "Which of its models", "Another name", TYPED_MODEL,
                "Save only"));
            MenuRun run = MenuRun.empty(home).menu(answers);
            assertEquals("local/" + TYPED_MODEL, config(run).defaultModel(), run.screen());
        }
    }

    @Test
    void aKeyInTheEnvironmentNeedsOnlyEnter() throws IOException {
        try (var provider = provider()) {
            MenuRun run = MenuRun.empty(home);
            run.environment.put("AZURE_OPENAI_API_KEY", KEY);
            run.menu("Azure OpenAI", provider.url() + "/v1", ScriptedDialog.ENTER, "north-large", "None now",
                "Save only");
            assertEquals("Azure OpenAI", ((One<?>) run.dialog.asked.getFirst()).options()
                .getFirst().label());
            assertEquals(new EnvSecret("AZURE_OPENAI_API_KEY"), config(run).providers().getFirst().apiKey());
        }
    }

    @Test
    void aProviderThatCannotBeReachedIsToldAndCanBeSaved() throws IOException {
        MenuRun run = MenuRun.empty(home).menu("Another one", "http://127.0.0.1:9/v1", ScriptedDialog.ENTER, "Messages",
            TYPED_MODEL, "None now", "Save only");
        assertTrue(run.screen().contains("did not answer as expected"), run.screen());
        assertEquals(List.of(Format.CLAUDE), config(run).providers().getFirst().formats(), run.screen());
    }

    @Test
    void aPersonWhoWantsTheMenuGetsIt() {
        MenuRun run = MenuRun.empty(home).menu("None now", "Aliases", "Add an alias");
        assertTrue(run.screen().contains("There is no model yet; add a provider first."), run.screen());
    }
}
