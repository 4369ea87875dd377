package llmrouter.zstd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Frames that the `zstd` tool has made, and the contents of which it made them. `test/fixtures/zstd/README.md` says
/// how.
public final class ZstdSamples {
    private static final Path FOLDER = Path.of("test/fixtures/zstd");
    private static final List<String> WORDS = List.of("the", "file", "reads", "größe", "漢字", "shell", "exit_code",
        "src/main", "return", "null", "😀", "assert", "0.1", "public", "because", "\\n", "test", "a");

    private ZstdSamples() {}

    /// A frame of the fixtures; its name is that of its content, a dash, and how it was made.
    record Sample(String name, byte[] frame, byte[] content) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sample> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".zst")).sorted()
                .map(name -> new Sample(name, frame(name), content(name.substring(0, name.indexOf('-'))))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The bytes of a file of the fixtures.
    public static byte[] frame(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The content of the frames whose names begin so.
    public static byte[] content(String name) {
        return switch (name) {
            case "codex" -> codex();
            case "empty" -> new byte[0];
            case "one" -> new byte[] {'x'};
            case "json" -> json(12_000);
            case "words" -> json(90_000);
            case "zeros" -> new byte[(128 << 10) + 1];
            case "two" -> drawn(12_000, 2);
            case "few" -> drawn(6_000, 100);
            case "random" -> drawn(3_000, 256);
            case "far" -> far();
            case "chunks" -> chunks();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// What a decoder without narrow limits makes of pieces of at most so many bytes.
    static byte[] decoded(byte[] frames, int piece) throws ZstdException {
        return decoded(new ZstdDecoder(1 << 26, 1 << 27), frames, piece);
    }

    static byte[] decoded(ZstdDecoder decoder, byte[] frames, int piece) throws ZstdException {
        var out = new ByteArrayOutputStream();
        for (int from = 0; from < frames.length;) {
            int to = Math.min(frames.length, from + piece);
            while (from < to) {
                int next = decoder.read(frames, from, to);
                if (next < from || next > to) throw new AssertionError("read from " + from + " up to " + next);
                from = next;
                out.write(decoder.bytes(), decoder.start(), decoder.end() - decoder.start());
            }
        }
        decoder.finish();
        return out.toByteArray();
    }

    /// A frame without compression, which the tool would write only for what cannot be compressed.
    public static byte[] stored(byte[] content) {
        var frame = new HandMade().header(HandMade.windowDescriptor(17));
        int from = 0;
        for (; content.length - from > 100_000; from += 100_000) {
            frame.raw(Arrays.copyOfRange(content, from, from + 100_000), false);
        }
        return frame.raw(Arrays.copyOfRange(content, from, content.length), true).bytes();
    }

    /// A frame of so many zeros, at four bytes for each 128 KiB.
    public static byte[] bomb(int blocks) {
        var frame = new HandMade().header(HandMade.windowDescriptor(17));
        for (int i = 0; i < blocks; i++) frame.repeated(' ', 128 << 10, i == blocks - 1);
        return frame.bytes();
    }

    /// A request in the format of Codex, for the model `p/m`.
    private static byte[] codex() {
        var text = new StringBuilder("{\"model\":\"p/m\",\"instructions\":\"You are Codex. \",\"input\":[");
        for (int i = 0; i < 60; i++) {
            text.append("{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",")
                .append("\"text\":\"File ").append(i * 7919 % 1000).append(" größe 漢字 of src/main.rs reads ")
                .append(i * 104_729L).append("\"}]},");
        }
        text.setLength(text.length() - 1);
        return text.append("],\"stream\":false,\"store\":false}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The items of a conversation, as Codex sends them.
    private static byte[] json(int length) {
        var random = new SplittableRandom(length);
        var text = new StringBuilder("{\"model\":\"gpt-5-codex\",\"stream\":true,\"input\":[");
        while (text.length() < length) {
            text.append("{\"type\":\"function_call_output\",\"call_id\":\"call_").append(random.nextInt(1 << 30))
                .append("\",\"output\":\"");
            int words = random.nextInt(40);
            for (int i = 0; i < words; i++) text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            text.append("\"},");
        }
        return text.append("{}]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Lower symbols are more frequent, unless there are only two.
    private static byte[] drawn(int length, int symbols) {
        var random = new SplittableRandom(symbols);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int drawn = random.nextInt(symbols);
            bytes[i] = (byte) (symbols == 100 ? drawn * drawn * drawn / 10_000 : drawn);
        }
        return bytes;
    }

    /// The same 4,000 bytes three times, far from each other.
    private static byte[] far() {
        var out = new ByteArrayOutputStream();
        byte[] block = Arrays.copyOf(drawn(4_000, 256), 4_000);
        for (int i = 0; i < 3; i++) {
            out.writeBytes(block);
            out.writeBytes(new byte[300_000]);
        }
        return out.toByteArray();
    }

    /// Copies of equal length from what came shortly before, with the same three letters between them: in a window of
    /// 1 KiB, each code of a block has one symbol.
    private static byte[] chunks() {
        var random = new SplittableRandom(1);
        byte[] bytes = Arrays.copyOf(drawn(1_024, 256), 8_192);
        for (int at = 1_024; at + 24 <= bytes.length; at += 24) {
            System.arraycopy(bytes, at - 500 - random.nextInt(20) * 24, bytes, at, 21);
            Arrays.fill(bytes, at + 21, at + 24, (byte) 'x');
        }
        return bytes;
    }
}
