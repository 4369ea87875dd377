package llmrouter.protocol.request;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// What a file is: by the signature at its beginning, else by the media type that came with it, else by its name, else
/// by whether its bytes are UTF-8. Clients write many names for one type, and `application/octet-stream` for anything.
final class MediaTypes {
    static final String PDF = "application/pdf";
    static final String TEXT = "text/plain";
    private static final String ANY = "application/octet-stream";

    /// other names that clients use → the registered one (IANA, Media Types)
    private static final Map<String, String> REGISTERED = Map.ofEntries(Map.entry("image/jpg", "image/jpeg"),
        Map.entry("image/pjpeg", "image/jpeg"), Map.entry("image/jpe", "image/jpeg"),
        Map.entry("image/jfif", "image/jpeg"), Map.entry("image/pipeg", "image/jpeg"),
        Map.entry("image/x-jpg", "image/jpeg"), Map.entry("image/x-jpeg", "image/jpeg"),
        Map.entry("image/x-png", "image/png"), Map.entry("image/apng", "image/png"),
        Map.entry("image/x-gif", "image/gif"), Map.entry("image/x-webp", "image/webp"),
        Map.entry("application/x-pdf", PDF), Map.entry("application/acrobat", PDF), Map.entry("text/pdf", PDF),
        Map.entry("text/x-pdf", PDF), Map.entry("application/vnd.pdf", PDF), Map.entry("audio/x-wav", "audio/wav"),
        Map.entry("audio/wave", "audio/wav"), Map.entry("audio/vnd.wave", "audio/wav"),
        Map.entry("audio/x-pn-wav", "audio/wav"), Map.entry("audio/mp3", "audio/mpeg"),
        Map.entry("audio/x-mp3", "audio/mpeg"), Map.entry("audio/mpeg3", "audio/mpeg"),
        Map.entry("audio/x-mpeg", "audio/mpeg"), Map.entry("audio/x-mpeg-3", "audio/mpeg"),
        Map.entry("text/x-markdown", "text/markdown"));
    /// names that say nothing
    private static final Set<String> VAGUE = Set.of("", ANY, "binary/octet-stream", "application/binary",
        "application/x-binary", "application/unknown", "application/x-download", "application/force-download",
        "application/file", "application", "binary", "file", "unknown", "*/*");
    /// subtypes of `application` whose files are text
    private static final Set<String> TEXTUAL = Set.of("json", "jsonl", "x-jsonlines", "x-ndjson", "ndjson", "json5",
        "xml", "yaml", "x-yaml", "toml", "x-toml", "csv", "x-csv", "javascript", "x-javascript", "ecmascript",
        "typescript", "x-typescript", "sql", "x-sql", "graphql", "x-sh", "x-shellscript", "x-python",
        "x-python-code", "x-perl", "x-ruby", "x-php", "x-httpd-php", "x-tex", "x-latex", "x-subrip", "x-markdown",
        "markdown", "x-java", "x-rust", "x-go", "xhtml", "x-www-form-urlencoded", "x-ipynb", "ld-json");
    /// beginnings of base64 → type
    private static final Map<String, String> SIGNATURES = Map.of("JVBERi", PDF, "iVBORw0KGg", "image/png", "/9j/",
        "image/jpeg", "R0lGOD", "image/gif");
    private static final Map<String, String> EXTENSIONS = extensions();

    private MediaTypes() {}

    private static Map<String, String> extensions() {
        var types = new HashMap<String, String>();
        all(types, PDF, "pdf");
        all(types, "image/jpeg", "jpg jpeg jpe jfif");
        all(types, "image/png", "png");
        all(types, "image/gif", "gif");
        all(types, "image/webp", "webp");
        all(types, "audio/wav", "wav");
        all(types, "audio/mpeg", "mp3");
        all(types, "text/markdown", "md markdown mdx");
        all(types, "text/csv", "csv");
        all(types, "application/json", "json");
        all(types, TEXT, "txt text log rst tex tsv xml html htm xhtml svg yaml yml toml ini cfg conf properties env "
            + "jsonl ndjson json5 ipynb css scss less js mjs cjs jsx ts tsx vue svelte java kt kts scala groovy gradle "
            + "c h cc cpp hpp cxx cs m mm swift go rs rb py pyi php pl lua r jl dart ex exs erl hs clj ml fs zig nim "
            + "sh bash zsh fish ps1 bat cmd sql graphql proto diff patch srt vtt eml gitignore dockerfile makefile "
            + "cmake tf hcl lock");
        return Map.copyOf(types);
    }

    private static void all(Map<String, String> types, String type, String extensions) {
        int from = 0;
        while (from < extensions.length()) {
            int space = extensions.indexOf(' ', from);
            int to = space < 0 ? extensions.length() : space;
            types.put(extensions.substring(from, to), type);
            from = to + 1;
        }
    }

    /// The type of a file.
    ///
    /// @param declared the media type that came with it, in any spelling, or null
    /// @param name     of the file, or null
    static String of(String declared, String name, DataUrl file) {
        String signed = signed(file.data());
        if (signed != null) return signed;
        String type = registered(declared);
        String named = byName(name);
        if (!VAGUE.contains(type) && !isTextUnderAnotherType(type, named, file)) return type;
        if (named != null) return named;
        String text = file.textOrNull();
        return text != null && text.indexOf('\0') < 0 ? TEXT : ANY;
    }

    /// Systems that go by the extension alone take `.ts` for a film and `.csv` for a spreadsheet.
    private static boolean isTextUnderAnotherType(String type, String named, DataUrl file) {
        return named != null && isText(named) && !isText(type) && file.textOrNull() != null;
    }

    private static String signed(String data) {
        for (Map.Entry<String, String> signature : SIGNATURES.entrySet()) {
            if (data.startsWith(signature.getKey())) return signature.getValue();
        }
        boolean webp = data.startsWith("UklGR") && data.startsWith("RUJQ", 12); // RIFF, a size, WEBP
        return webp ? "image/webp" : null;
    }

    /// In lower case, without parameters, under its registered name; empty if there is none.
    static String registered(String declared) {
        if (declared == null) return "";
        int end = declared.indexOf(';');
        String type = Letters.lower(Ws.trim(end < 0 ? declared : declared.substring(0, end)));
        return REGISTERED.getOrDefault(type, type);
    }

    /// The type that the end of a file's name, or of a URL's path, stands for; null if it is not known.
    static String byName(String name) {
        if (name == null) return null;
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (slash > name.lastIndexOf('.')) extension = name.substring(slash + 1);
        return EXTENSIONS.get(Letters.lower(extension));
    }

    /// Whether files of a type are text.
    static boolean isText(String type) {
        if (type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml") || type.endsWith("+yaml")) {
            return true;
        }
        return type.startsWith("application/") && TEXTUAL.contains(type.substring(12));
    }

    static boolean isImage(String type) {
        return type.startsWith("image/") && !isText(type);
    }
}
