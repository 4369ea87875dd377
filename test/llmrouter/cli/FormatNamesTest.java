package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.FlagKind.ChoiceFlag;
import llmrouter.cli.FlagKind.FormatFlag;
import llmrouter.cli.config.EditedConfig;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FormatNamesTest {
    private static final Map<String, List<String>> NAMES = Map.of(
        "openai", List.of("openai", "chat", "chat-completions"),
        "claude", List.of("claude", "anthropic", "messages"),
        "responses", List.of("responses"));

    @TempDir
    private Path home;

    private interface EachName {
        void accept(Format format, String name) throws IOException;
    }

    /// Every name of every format, also in capitals.
    private static void forEachName(EachName check) throws IOException {
        for (Map.Entry<String, List<String>> entry : NAMES.entrySet()) {
            Format format = Format.of(entry.getKey());
            assertEquals(entry.getKey(), format.word());
            for (String name : entry.getValue()) {
                check.accept(format, name);
                check.accept(format, name.toUpperCase(Locale.ROOT));
            }
        }
    }

    @Test
    void everyFlagForAFormatTakesEveryNameOfIt() throws IOException {
        int flags = 0;
        for (Command command : CommandTable.standard().commands()) {
            for (Flag flag : command.flags()) {
                boolean choosesFormats = flag.kind() instanceof ChoiceFlag(var words) && words.contains("openai");
                assertTrue(!choosesFormats, command.name() + " --" + flag.name() + " must be a format flag");
                if (!(flag.kind() instanceof FormatFlag)) continue;
                flags++;
                forEachName((format, name) -> {
                    var words = List.of("--" + flag.name() + "=" + name);
                    assertEquals(format, ArgumentParser.parse(command, words).format(flag.name()), words.toString());
                });
                String refusal = CliRun.of(command.name(), "--" + flag.name() + "=antropic").err();
                assertTrue(refusal.contains("must be openai, claude or responses, not 'antropic' "
                    + "(did you mean \"anthropic\"?)"), refusal);
            }
        }
        assertEquals(3, flags, "route --format, translate --from and --to");
    }

    @Test
    void everyInputOfAProvidersFormatsTakesEveryName() throws IOException {
        forEachName((format, name) -> {
            assertEquals(List.of(format), saved("--format=" + name).formats());
            assertEquals(List.of(format), saved("--formats=" + name).formats());
            String flag = "--" + name.toLowerCase(Locale.ROOT) + "-base-url=https://a.example";
            assertEquals("https://a.example", saved(flag).baseUrlByFormat().get(format), flag);
        });
    }

    private Provider saved(String flag) throws IOException {
        var config = new EditedConfig(home).write("");
        String base = flag.contains("a.example") ? "--name=P" : "--base-url=https://b.example";
        config.done("upsert-provider", "--provider-id=p", base, "--models=m", flag);
        return read(config.text()).providers().getFirst();
    }

    private static Config read(String text) {
        return assertInstanceOf(ValidConfig.class, ConfigReader.read(text, "c.json"), text).config();
    }

    @Test
    void everyKeyOfTheFileTakesEveryName() throws IOException {
        forEachName((format, name) -> {
            String provider = """
                {"version": 2, "providers": [{"id": "p", "baseUrl": "https://b.example", "models": [%s], %s}]}""";
            String model = "{\"id\": \"m\", \"formats\": [\"" + name + "\"]}";
            Provider read = read(provider.formatted(model, "\"formats\": [\"" + name + "\"]")).providers().getFirst();
            assertEquals(List.of(format), read.formats());
            assertEquals(List.of(format), read.models().getFirst().formats());
            assertEquals(List.of(format), read(provider.formatted("\"m\"", "\"format\": \"" + name + "\"")).providers()
                .getFirst().formats());
            read = read(provider.formatted("\"m\"", "\"baseUrlByFormat\": {\"" + name + "\": \"https://c.example\"}, "
                + "\"authByFormat\": {\"" + name + "\": \"none\"}")).providers().getFirst();
            assertEquals(Map.of(format, "https://c.example"), read.baseUrlByFormat());
            assertTrue(read.authByFormat().containsKey(format));
        });
    }

    @Test
    void twoNamesOfOneFormatInOneObjectAreWarnedAbout() {
        var valid = assertInstanceOf(ValidConfig.class, ConfigReader.read("""
            {"version": 2, "providers": [{"id": "p", "models": ["m"], "baseUrlByFormat": {"claude": "https://a.example",
             "messages": "https://b.example"}, "authByFormat": {"chat": "none", "openai": "bearer"}}]}""", "c.json"));
        assertEquals(2, valid.warnings().stream().filter(finding -> finding.what().startsWith("is a second entry"))
            .count(), valid.warnings().toString());
    }

    @Test
    void aFormatIsPrintedByItsOneWord() throws IOException {
        var config = new EditedConfig(home).write("");
        config.done("upsert-provider", "--provider-id=p", "--base-url=https://b.example", "--models=m",
            "--formats=messages,chat-completions");
        assertTrue(config.text().contains("\"claude\""), config.text());
        assertTrue(config.done("list").contains("formats=claude,openai"));
    }
}
