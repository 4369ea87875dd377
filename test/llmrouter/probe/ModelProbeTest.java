package llmrouter.probe;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Timeouts;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.config.network.ProxySettings;
import llmrouter.scripted.AbleModel;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.upstream.Upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a model can do is told by its answers alone.
class ModelProbeTest {
    private static final ProbeLimits FAST = new ProbeLimits(60_000, 1, 60_000, 5_000, 2_000);

    private final Upstream upstream = new Upstream(new ProxySettings(null, null, List.of()), null);

    @AfterEach
    void close() {
        upstream.close();
    }

    private ModelAbilities ask(ScriptedUpstream server, Format format) throws InterruptedException {
        var provider = new Provider("p", "P", true, server.url(), Map.of(), new InlineSecret("sk-0123456789"),
            List.of(format), null, Map.of(), List.of(), null, null, List.of(), List.of(), Timeouts.NONE,
            ProviderNetwork.USUAL, "");
        return new ModelProbe(upstream, FAST, ProbeListener.NONE, () -> false)
            .ask(ProbePlace.of(provider).getFirst(), "m");
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatCanDoAllShowsAll(Format format) throws Exception {
        try (var server = new ScriptedUpstream(new AbleModel(true))) {
            ModelAbilities seen = ask(server, format);
            assertNull(seen.trouble());
            for (ModelAbility ability : ModelAbility.values()) {
                assertEquals(true, seen.able(ability), ability + ": " + seen.findings());
            }
            assertEquals(true, seen.capabilities().images());
            assertEquals(ModelAbility.values().length, server.seen().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatIgnoresWhatItIsAskedForShowsNothing(Format format) throws Exception {
        try (var server = new ScriptedUpstream(new AbleModel(false))) {
            ModelAbilities seen = ask(server, format);
            var nothing = Map.of("tools", false, "images", false, "jsonSchema", false, "streaming", false,
                "usage", false);
            assertEquals(nothing, seen.capabilities().known(), seen.findings().toString());
        }
    }

    @Test
    void aRefusalThatNamesTheAbilityShowsThatItIsMissing() throws Exception {
        try (var server = new ScriptedUpstream(wire -> {
            boolean image = wire.request().body().contains("image_url");
            if (image) wire.json(404, "{\"error\":{\"message\":\"No endpoints found that support image input\"}}");
            else new AbleModel(true).run(wire);
        })) {
            ModelAbilities seen = ask(server, Format.OPENAI);
            assertEquals(false, seen.able(ModelAbility.IMAGES));
            assertEquals(true, seen.able(ModelAbility.TOOLS));
        }
    }

    @Test
    void aFailureSaysNothingAboutTheAbility() throws Exception {
        try (var server = new ScriptedUpstream(wire -> {
            boolean image = wire.request().body().contains("image_url");
            if (image) wire.json(400, "{\"error\":{\"message\":\"something else\"}}");
            else new AbleModel(true).run(wire);
        })) {
            assertNull(ask(server, Format.OPENAI).able(ModelAbility.IMAGES));
        }
    }

    @Test
    void aModelThatIsNotThereIsAskedOnce() throws Exception {
        try (var server = new ScriptedUpstream(wire -> wire.json(404, "{\"error\":{\"message\":\"The model m does not "
                + "exist\",\"code\":\"model_not_found\"}}"))) {
            ModelAbilities seen = ask(server, Format.OPENAI);
            assertNotNull(seen.trouble());
            assertTrue(seen.findings().isEmpty());
            assertEquals(1, server.seen().size());
        }
    }

    @Test
    void theImageIsOneThatProgramsCanRead() throws IOException {
        byte[] png = Base64.getDecoder().decode(NumberImage.base64("8071"));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals((4 * 4 + 1) * 16, image.getWidth());
        assertEquals(7 * 16, image.getHeight());
        assertEquals(0xFFFFFFFF, image.getRGB(0, 0));
        assertEquals(0xFF000000, image.getRGB(16, 16), "the 8 begins at its upper left corner");
    }
}
