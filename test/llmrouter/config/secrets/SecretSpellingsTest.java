package llmrouter.config.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Random secrets in random spellings, one inside another, among random words: none stays in a text.
class SecretSpellingsTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String MARKS = "-_.~/+=:!\"'\\<>&%#$@*()|? ;,{}[]^`ü€";
    private static final int ROUNDS = 1_500;

    private final Random random = new Random(20_261_130);

    private String secret() {
        int length = 8 + random.nextInt(50);
        var out = new StringBuilder();
        int marks = random.nextInt(3);
        while (out.length() < length) {
            String from = random.nextInt(6) < marks ? MARKS : LETTERS;
            out.append(from.charAt(random.nextInt(from.length())));
        }
        // a secret ends in white space only by mistake, and is read without it
        return out.toString().strip().length() < 8 ? secret() : out.toString().strip();
    }

    private String words() {
        var out = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            for (int k = 1 + random.nextInt(9); k > 0; k--) out.append((char) ('g' + random.nextInt(20)));
            out.append(' ');
        }
        return out.toString();
    }

    private String each(String text, String prefix, String format, String suffix) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' && random.nextBoolean();
            if (plain) out.append((char) b);
            else out.append(prefix).append(String.format(format, b & 0xFF)).append(suffix);
        }
        return out.toString();
    }

    private String json(String text) {
        var out = new StringBuilder();
        for (char c : text.toCharArray()) {
            boolean must = c == '"' || c == '\\';
            if (must || c == '/') out.append('\\').append(c);
            else if (random.nextInt(4) == 0) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        return out.toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
            .replace("'", "&#39;");
    }

    private String invisible(String text) {
        String unseen = "\u200B\u200D\u2060\u202E\u2066\uFEFF\u0007\u009B";
        var out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(c);
            if (random.nextInt(5) == 0) out.append(unseen.charAt(random.nextInt(unseen.length())));
            if (random.nextInt(9) == 0) out.appendCodePoint(0xE0041);
        }
        return out.toString();
    }

    private String lines(String text) {
        if (text.replace(" ", "").length() < 16) return text;
        int at = 1 + random.nextInt(text.length() - 1);
        if (Character.isLowSurrogate(text.charAt(at))) at++;
        return text.substring(0, at) + (random.nextBoolean() ? "\r\n " : "\n") + text.substring(at);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String spelled(String secret) {
        return switch (random.nextInt(13)) {
            case 0 -> secret;
            case 1 -> secret.chars().allMatch(c -> c < 0x80) ? secret.toUpperCase(Locale.ROOT) : secret;
            case 2 -> each(secret, "%", "%02x", "");
            case 3 -> URLEncoder.encode(secret, StandardCharsets.UTF_8);
            case 4 -> json(secret);
            case 5 -> html(secret);
            case 6 -> invisible(secret);
            case 7 -> lines(secret);
            case 8 -> HexFormat.of().formatHex(bytes(secret));
            case 9 -> Base64.getEncoder().encodeToString(bytes("user".substring(random.nextInt(4)) + ":" + secret));
            case 10 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(secret + words().strip()));
            case 11 -> new String(bytes(secret), StandardCharsets.ISO_8859_1);
            default -> Json.of(secret).toString();
        };
    }

    private String spelledTwice(String secret) {
        String once = spelled(secret);
        return switch (random.nextInt(5)) {
            case 0 -> json(once);
            case 1 -> html(once);
            case 2 -> URLEncoder.encode(once, StandardCharsets.UTF_8).replace("+", "%20");
            default -> once;
        };
    }

    @Test
    void noneStaysInAText() {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> all = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) all.add(secret());
            var secrets = new SecretWords(all);
            String secret = all.get(random.nextInt(all.size()));
            String before = words();
            String after = " " + words().strip();
            String spelled = spelledTwice(secret);
            String text = before + spelled + after;
            assertTrue(secrets.in(text), () -> "not found: " + secret + " in " + text);
            String clean = secrets.without(text);
            assertFalse(secrets.in(clean), clean);
            boolean whole = clean.startsWith(before) && clean.endsWith(after) && clean.contains("[redacted]");
            assertTrue(whole || clean.equals(SecretWords.LEFT_OUT), () -> "of " + text + " came " + clean);
            String middle = spelled.substring(spelled.length() / 3, spelled.length() * 2 / 3);
            if (middle.length() >= 8) assertFalse(clean.contains(middle), () -> "of " + text + " came " + clean);
        }
    }

    @Test
    void noneStaysInAJsonBodyWhichStaysJson() {
        for (int round = 0; round < ROUNDS; round++) {
            String secret = secret();
            var secrets = new SecretWords(List.of(secret, secret()));
            Json body = Json.object().put("error", Json.object().put("message", words() + spelled(secret) + ".")
                .put(spelled(secret), 7)).put("other", words());
            String text = random.nextBoolean() ? body.toString() : body.toString().replace("/", "\\/");
            String clean = secrets.withoutInBody(text);
            assertFalse(secrets.in(clean), clean);
            if (clean.equals(SecretWords.LEFT_OUT)) continue;
            assertEquals(body.toString().length() > 0, Json.parse(clean) instanceof Json.Obj);
            assertEquals(((Json.Obj) body).text("other"), ((Json.Obj) Json.parse(clean)).text("other"));
        }
    }

    @Test
    void aTextWithoutASecretIsReturnedAsItIs() {
        for (int round = 0; round < ROUNDS; round++) {
            var secrets = new SecretWords(List.of(secret(), secret(), secret()));
            String text = spelledTwice(secret()) + words() + spelledTwice(secret());
            assertEquals(text, secrets.without(text));
        }
    }

    @Test
    void theBeginningOfASecretAtTheEndOfACutTextIsRemoved() {
        for (int round = 0; round < 500; round++) {
            String secret = secret();
            var secrets = new SecretWords(List.of(secret)).and(secret());
            String part = secret.substring(0, 8 + random.nextInt(secret.length() - 7));
            assertEquals("so [redacted]", secrets.withoutBeginning("so " + part));
            assertEquals("so " + secret.substring(0, 7), secrets.withoutBeginning("so " + secret.substring(0, 7)));
        }
    }
}
