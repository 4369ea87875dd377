package llmrouter.chat;

import java.util.function.IntConsumer;

import llmrouter.http.Latin1;
import llmrouter.json.JsonCount;
import llmrouter.text.Base64Url;

/// Data that a conversation must give back to the provider that made it, and that no other provider can read: a
/// signature of thinking, encrypted reasoning, members of a Chat Completions message that only its vendor knows. The
/// client keeps it between two requests. If the client's format has no such data, or has data of another vendor, the
/// client gets the seal's text in a field of its own format, and sends it back there.
///
/// The text is `llm-router.1.KIND.ISSUER.CONTENT`, with the issuer and the content in Base64 for URLs. It is encoded,
/// not encrypted: it belongs to the client's own conversation, so no key is needed, and every gateway and every later
/// release can open it. `1` is the version of this form.
///
/// @param issuer  the id of the provider; for [Kind#MEMBERS] also the model, `provider/model`; empty if it is not
///                known, and for [Kind#SUMMARY]
/// @param content as the issuer made it
public record Seal(Kind kind, String issuer, String content) {
    private static final String MARK = "llm-router.";
    private static final String VERSION = "1";

    /// What is sealed.
    public enum Kind {
        /// The signature of a `thinking` block of Messages.
        SIGNATURE("signature"),
        /// The data of a `redacted_thinking` block of Messages.
        REDACTED("redacted"),
        /// The `encrypted_content` of a reasoning item of Responses.
        REASONING("reasoning"),
        /// Members of a Chat Completions message, or of a call in it, as a JSON object.
        MEMBERS("members"),
        /// A summary that was written through the gateway. It is plain text that every provider may read.
        SUMMARY("summary"),
        /// A seal of a later version, or a damaged one: this release cannot open it. The content is the whole text.
        UNREADABLE("");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    public Seal {
        issuer = issuer == null ? "" : issuer;
    }

    /// The seal with this text; [Kind#UNREADABLE] if it cannot be opened; null for a text that is no seal. Texts of the
    /// releases before version 1 are opened too.
    ///
    /// @param text may be null
    public static Seal of(String text) {
        if (text == null) return null;
        if (!text.startsWith(MARK)) return early(text);
        int version = text.indexOf('.', MARK.length());
        int kind = text.indexOf('.', version + 1);
        int issuer = text.indexOf('.', kind + 1);
        boolean whole = version > 0 && kind > version && issuer > kind;
        if (!whole || !text.substring(MARK.length(), version).equals(VERSION)) return unreadable(text);
        Kind known = kind(text.substring(version + 1, kind));
        String maker = decoded(text.substring(kind + 1, issuer));
        String content = decoded(text.substring(issuer + 1));
        return known == null || maker == null || content == null ? unreadable(text) : new Seal(known, maker, content);
    }

    /// At least as many as the values of a request with this text, and of what is sealed in it, and not many more.
    public static int mostValues(String request) {
        return JsonCount.most(request, MARK, Seal::membersIn);
    }

    /// The same, told while the request is scanned.
    ///
    /// @param values is told how many there are so far
    public static JsonCount.Budget counting(IntConsumer values) {
        return new JsonCount.Budget(MARK, Seal::membersIn, values);
    }

    private static String membersIn(String text) {
        Seal seal = of(text);
        return seal != null && seal.kind == Kind.MEMBERS ? seal.content : null;
    }

    private static Seal unreadable(String text) {
        return new Seal(Kind.UNREADABLE, "", text);
    }

    /// Earlier releases put another vendor's data behind one of these words, without its issuer.
    private static Seal early(String text) {
        if (text.startsWith("messages.")) return new Seal(Kind.SIGNATURE, "", text.substring("messages.".length()));
        if (text.startsWith("responses.")) return new Seal(Kind.REASONING, "", text.substring("responses.".length()));
        if (!text.startsWith("messages-redacted.")) return null;
        return new Seal(Kind.REDACTED, "", text.substring("messages-redacted.".length()));
    }

    private static Kind kind(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(word) && kind != Kind.UNREADABLE) return kind;
        }
        return null;
    }

    private static String decoded(String text) {
        String bytes = Base64Url.decode(text);
        return bytes == null ? null : Latin1.textOrNull(bytes);
    }

    /// What stands in a field of a format: a seal, or data of the format's own vendor whose issuer is not known.
    ///
    /// @param own the kind of the format's own data in this field
    /// @return null if the field is empty
    public static Seal read(String field, Kind own) {
        if (field == null || field.isEmpty()) return null;
        Seal seal = of(field);
        return seal != null ? seal : new Seal(own, "", field);
    }

    /// What stands in a field of a provider's answer, as that provider made it. An answer is never searched for seals:
    /// a provider that is itself a gateway gets back what it sent, whatever that is.
    ///
    /// @return null if the field is empty
    public static Seal raw(String field, Kind own) {
        return field == null || field.isEmpty() ? null : new Seal(own, "", field);
    }

    /// The value for a field of an answer: the text of the seal. A provider that writes an answer of its own gives the
    /// content, because no issuer is set on it.
    public String field() {
        return issuer.isEmpty() && kind != Kind.SUMMARY ? content : text();
    }

    /// The text that [#of] opens.
    public String text() {
        if (kind == Kind.UNREADABLE) return content;
        return MARK + VERSION + '.' + kind.word + '.' + Base64Url.encode(Latin1.utf8(issuer)) + '.'
            + Base64Url.encode(Latin1.utf8(content));
    }

    /// The same seal with an issuer, if it has none yet. A summary has none.
    ///
    /// @param maker or null
    public Seal issuedBy(Issuer maker) {
        return issuer.isEmpty() && maker != null ? new Seal(kind, maker.of(kind), content) : this;
    }
}
