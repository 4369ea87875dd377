package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.file.JsonSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommentedFileTest {
    private static final String FILE = """
        \uFEFF// the team's gateway
        {
          "version": 2,
          "defaultModel": "p/m", // the cheap one
          // providers
          "providers": [
            {
              "id": "p", // private
              "baseUrl": "https://p.example/v1",
              "format": "openai",
              "models": [
                "m", // cheap
                // experimental:
                "n" // slow
              ],
              "rateLimits": [ // caps
                { "id": "minute", "models": ["all"], "requests": 5, "window": "1m" } // agreed with finance
              ]
            }
            // more providers here
          ],
          "modelAliases": {
            "work": {
              "targets": [
                { "ref": "p/m", "weight": 2 }, // most
                { "ref": "p/n" } // some
              ]
            }
          }
          // the end
        }
        """;

    @TempDir
    private Path home;

    private String after(String operation, String... flags) throws IOException {
        var config = new EditedConfig(home).write(FILE);
        config.done(operation, flags);
        return config.text();
    }

    @Test
    void everyOperationKeepsTheMarkAndAllComments() throws IOException {
        String[][] edits = {
            {"upsert-provider", "--provider-id=p", "--name=Private"},
            {"upsert-provider", "--provider-id=q", "--base-url=https://q.example/v1", "--format=openai", "--models=x"},
            {"upsert-provider", "--provider-id=p", "--models=m,n,o"},
            {"set-rate-limits", "--provider-id=p", "--bucket-id=minute", "--requests=9"},
            {"set-rate-limits", "--provider-id=p", "--bucket-name=Day", "--bucket-models=all", "--requests=9",
                "--window=1d"},
            {"upsert-model-alias", "--alias-id=work", "--targets=p/m@3,p/n"},
            {"upsert-model-alias", "--alias-id=work", "--fallback-targets=p/n"},
            {"upsert-model-alias", "--alias-id=play", "--targets=p/n"},
            {"set-model-fallbacks", "--provider-id=p", "--model=m", "--fallback-models=p/n"},
            {"set-master-key", "--generate-master-key"}};
        for (String[] edit : edits) {
            var flags = new String[edit.length - 1];
            System.arraycopy(edit, 1, flags, 0, flags.length);
            String text = after(edit[0], flags);
            assertTrue(text.startsWith("\uFEFF// the team's gateway\n{"), text);
            assertEquals(words(FILE), words(text), text);
        }
    }

    private static String words(String text) {
        var words = new StringBuilder();
        for (JsonSource.Comment comment : JsonSource.of(text).comments()) {
            words.append(text, comment.start(), comment.end()).append('\n');
        }
        return words.toString();
    }

    @Test
    void aRemovedModelTakesTheCommentBesideItAlong() throws IOException {
        assertEquals(FILE.replace("        \"m\", // cheap\n", "").replace("\"p/m\", // the", "\"p/n\", // the")
            .replace("        { \"ref\": \"p/m\", \"weight\": 2 }, // most\n", ""),
            after("remove-model", "--provider-id=p", "--model=m", "--cascade"));
    }

    @Test
    void aFileOfCommentsOnlyGetsAConfigurationBelowThem() throws IOException {
        var config = new EditedConfig(home).write("\uFEFF// mine\n");
        config.done("set-master-key", "--generate-master-key");
        assertTrue(config.text().startsWith("\uFEFF// mine\n{\n  \"version\": 2,\n  \"masterKey\": "), config.text());
    }

    @Test
    void aKeyGivenTwiceIsRefusedByValidateAndRepairedByHand() throws IOException {
        var config = new EditedConfig(home).write(FILE.replace("  \"version\": 2,\n",
            "  \"version\": 2,\n  \"defaultModel\": \"p/n\",\n"));
        CliRun run = config.run("validate");
        assertEquals(2, run.exitCode());
        assertTrue(run.out().contains(":5:3: defaultModel: is given twice; it already stands in line 4;"), run.out());
    }
}
