package llmrouter.providers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.config.Auth;
import llmrouter.config.BaseUrls;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.gateway.Story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every base URL that a vendor documents, in every way to write it, asks the vendor's address.
class ProviderAddressTest {
    private static final Path TABLE = Path.of("test/fixtures/providers/addresses.txt");

    /// @param auth a word of `auth`, or a header's name
    /// @param keep whether a base URL without the version is another address
    record Line(String id, Format format, String base, String address, String auth, boolean keep) {
        static Line of(String text) {
            String[] cells = text.split(" \\| ");
            assertTrue(cells.length == 5 || cells.length == 6, text);
            return new Line(cells[0], Format.of(cells[1]), cells[2], cells[3], cells[4], cells.length == 6);
        }

        /// Other ways to write the base URL.
        List<String> spellings() {
            var spellings = new ArrayList<>(List.of(base, withPathEnd(base, "/"), withPathEnd(base, "//"), address,
                withPathEnd(address, "/")));
            String path = base.replaceFirst("\\?.*", "");
            String query = base.substring(path.length());
            String shorter = path.replaceFirst("(?<=[^/])/v\\d\\w*$", "");
            if (!keep && !shorter.equals(path)) spellings.add(shorter + query);
            return spellings;
        }

        private static String withPathEnd(String url, String end) {
            int ask = url.indexOf('?');
            return ask < 0 ? url + end : url.substring(0, ask) + end + url.substring(ask);
        }
    }

    static List<Line> lines() throws IOException {
        return Files.readAllLines(TABLE).stream().filter(l -> !l.isEmpty() && !l.startsWith("#")).map(Line::of)
            .toList();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void theDocumentedBaseInEverySpellingAsksTheRightAddress(Line line) {
        for (String spelling : line.spellings()) {
            assertNull(BaseUrls.problem(spelling), spelling);
            assertEquals(line.address(), ProviderAddress.of(spelling, line.format()), spelling);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void theKeyIsSentAsTheProviderExpectsIt(Line line) {
        Auth auth = ProviderAddress.auth(provider(line.base(), line.format(), ""), line.format());
        String word = switch (auth.type()) {
            case BEARER -> "bearer";
            case X_API_KEY -> "x-api-key";
            case HEADER -> auth.headerName() + auth.prefix();
            case NONE -> "none";
        };
        assertEquals(line.auth(), word);
    }

    private static Provider provider(String base, Format format, String more) {
        return Story.config("{'version':2,'providers':[{'id':'p','baseUrl':'" + base + "','formats':['" + format.word()
            + "'],'models':['m']" + more + "}]}").providers().getFirst();
    }

    @Test
    void whatTheConfigurationSaysWins() {
        String azure = "https://res.openai.azure.com/openai/v1";
        var entra = provider(azure, Format.OPENAI, ",'auth':'bearer'");
        assertEquals(Auth.Type.BEARER, ProviderAddress.auth(entra, Format.OPENAI).type());
        var router = provider("https://openrouter.ai/api", Format.CLAUDE, ",'authByFormat':{'claude':'x-api-key'}");
        assertEquals(Auth.Type.X_API_KEY, ProviderAddress.auth(router, Format.CLAUDE).type());
    }

    @Test
    void everyFormatOfEveryBaseOfEveryRowHasALine() throws IOException {
        var missing = new ArrayList<String>();
        for (KnownProvider row : ProviderTable.ROWS) {
            for (ApiBase base : row.bases()) {
                for (Format format : base.formats()) {
                    if (lines().stream().noneMatch(line -> isOf(line, row, base, format))) {
                        missing.add(row.id() + " " + base.path() + " " + format);
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static boolean isOf(Line line, KnownProvider row, ApiBase base, Format format) {
        var root = PathPattern.segmentsOf(BaseParts.of(line.address()).root());
        boolean same = line.id().equals(row.id()) && line.format() == format;
        return same && PathPattern.of(base.path()).valuesIn(root) != null;
    }

    @Test
    void everyRowIsComplete() {
        var ids = new HashSet<String>();
        for (KnownProvider row : ProviderTable.ROWS) {
            assertTrue(ids.add(row.id()), row.id() + " is in the table twice");
            assertEquals(row, ProviderTable.of(row.id()));
            String base = row.base().replaceAll("\\{(\\w+)}", "$1");
            assertNull(BaseUrls.problem(base), base);
            assertTrue(row.hosts().isEmpty() || ProviderAddress.known(base).equals(row), row.id());
            assertTrue(row.checked().matches("\\d{4}-\\d\\d"), row.id());
            assertTrue(!row.sources().isEmpty(), row.id());
            assertNotNull(ProviderAddress.of(base, row.bases().getFirst().formats().getFirst()));
        }
        assertNull(ProviderTable.of("none"));
        assertNull(ProviderAddress.known("https://llm.example/v1"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1/chat/completions,OPENAI,embeddings,https://api.openai.com/v1/embeddings",
        "https://api.openai.com/v1/models,OPENAI,completions,https://api.openai.com/v1/completions",
        "https://api.openai.com,RESPONSES,responses/compact,https://api.openai.com/v1/responses/compact",
        "https://api.anthropic.com,CLAUDE,messages/count_tokens,https://api.anthropic.com/v1/messages/count_tokens",
        "https://api.anthropic.com,CLAUDE,models,https://api.anthropic.com/v1/models",
        "https://api.deepseek.com/anthropic,OPENAI,models,https://api.deepseek.com/models",
        "https://api.deepseek.com,OPENAI,completions,https://api.deepseek.com/beta/completions",
        "https://openrouter.ai/api/v1/chat/completions,OPENAI,models,https://openrouter.ai/api/v1/models",
        "https://generativelanguage.googleapis.com/v1beta/models,OPENAI,models,"
            + "https://generativelanguage.googleapis.com/v1beta/openai/models",
        "https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21,OPENAI,embeddings,"
            + "https://r.openai.azure.com/openai/deployments/d/embeddings?api-version=2024-10-21",
        "https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21,OPENAI,models,"
            + "https://r.openai.azure.com/openai/v1/models",
        "https://r.openai.azure.com/openai?api-version=2024-10-21,OPENAI,chat/completions,"
            + "https://r.openai.azure.com/openai/v1/chat/completions",
        "https://r.openai.azure.com/openai/responses?api-version=2025-04-01-preview,RESPONSES,models,"
            + "https://r.openai.azure.com/openai/models?api-version=2025-04-01-preview",
        "https://gateway.ai.cloudflare.com/v1/a/g/groq,OPENAI,models,"
            + "https://gateway.ai.cloudflare.com/v1/a/g/groq/models",
        "https://gateway.ai.cloudflare.com/v1/a/g/groq,CLAUDE,messages,"
            + "https://gateway.ai.cloudflare.com/v1/a/g/groq/messages"})
    void otherEndpointsStandWhereTheVendorHasThem(String base, Format format, String endpoint, String address) {
        assertEquals(address, ProviderAddress.of(base, format, endpoint));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.groq.com/openai/v2,OPENAI,https://api.groq.com/openai/v2/chat/completions",
        "https://api.groq.com/proxy/openai/v1,OPENAI,https://api.groq.com/proxy/openai/v1/chat/completions",
        "https://api.deepseek.com:8443,OPENAI,https://api.deepseek.com:8443/v1/chat/completions",
        "https://notapi.groq.com,OPENAI,https://notapi.groq.com/v1/chat/completions",
        "https://api.groq.com.evil.example,OPENAI,https://api.groq.com.evil.example/v1/chat/completions",
        "https://openai.azure.com,OPENAI,https://openai.azure.com/v1/chat/completions"})
    void whatNoRowCoversFollowsTheRuleForUnknownBases(String base, Format format, String address) {
        assertEquals(address, ProviderAddress.of(base, format));
    }
}
