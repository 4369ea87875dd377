package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Provider;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyChoice;
import llmrouter.config.read.ConfigReader;
import llmrouter.files.nofollow.OpenFolder;
import llmrouter.files.nofollow.PathCheck;
import llmrouter.text.Printable;
import llmrouter.text.Timestamps;
import llmrouter.text.Ws;

/// One configuration file. Reading never writes. An edit holds a lock from reading to writing, replaces the file as a
/// whole, and keeps a backup. A symbolic link is followed: the file it points to is replaced, and the link stays.
public final class ConfigStore {
    /// A configuration of ten thousand models has about two megabytes; more than this is a mistake.
    static final int LARGEST_BYTES = 16 << 20;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    private static final Set<PosixFilePermission> OTHERS_WRITE =
        EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path path;

    private ConfigStore(Path path) {
        this.path = path;
    }

    public static ConfigStore at(Path path) {
        return new ConfigStore(path.toAbsolutePath());
    }

    /// The path of the configuration: what `--config` says, else what `LLM_ROUTER_CONFIG` says, else
    /// `.llm-router.json` in the home folder.
    ///
    /// @param flag     or null
    /// @param variable or null
    public static Path locate(String flag, String variable, Path home) {
        for (String given : new String[] {flag, variable}) {
            if (!Ws.blank(given)) return expand(given, home);
        }
        return home.resolve(".llm-router.json");
    }

    /// A path with a leading `~` resolved. `~name` stays as it is: Java cannot look up the home folders of other users.
    /// A path that cannot be used becomes one below [Home#NOWHERE], so that no other file is taken for the one that is
    /// meant.
    public static Path expand(String path, Path home) {
        if (path.equals("~")) return home;
        if (!FileNames.usable(path)) return Home.NOWHERE.resolve(Printable.ascii(path, 200).replace('/', '?'));
        if (path.startsWith("~/")) return home.resolve(path.substring(2));
        Path expanded = Path.of(path);
        return expanded.isAbsolute() || FileNames.inUsableFolder() ? expanded : Home.NOWHERE.resolve(expanded);
    }

    public Path path() {
        return path;
    }

    /// What the file holds now.
    /// @throws FileError it is there but cannot be read, is too large, or is not UTF-8
    public ConfigText read() throws FileError {
        try {
            String before = PathCheck.foreign(path);
            String text = text(path);
            if (text == null) return new ConfigText(path, null, List.of());
            // a file that another user has put in the place of root's for this moment is found before or after
            return new ConfigText(path, text, warnings(text), before != null ? before : PathCheck.foreign(path));
        } catch (NoSuchFileException _) {
            return new ConfigText(path, null, List.of()); // removed while it was read
        } catch (IOException e) {
            throw FileError.of("read", path, e);
        }
    }

    /// Changes the file: `change` gets its text (empty if there is no file) and returns the new one; when it returns
    /// the same text nothing is written. An exception from `change` leaves the file as it was.
    ///
    /// @throws FileError one other editor held the file for ten seconds, several did for a minute, or the file cannot
    /// be written; nothing was changed
    public SavedFile edit(UnaryOperator<String> change) throws FileError {
        return edit(change, null);
    }

    /// Changes the file as [#edit(UnaryOperator)] does. If it changes, its bytes are copied first to
    /// `<file>.bak.<YYYYMMDD-HHMMSS>` (UTC), which only its owner may read.
    ///
    /// @param now for the copy's name, or null for no copy
    /// @throws FileError also when the copy cannot be made, or is there already
    public SavedFile edit(UnaryOperator<String> change, Instant now) throws FileError {
        try {
            Path target = target();
            OpenFolder.make(target.getParent(), null);
            try (var _ = FileGuard.on(target)) {
                String text = text(target, LinkOption.NOFOLLOW_LINKS);
                String before = text == null ? "" : text;
                String after = change.apply(before);
                if (after.equals(before)) return new SavedFile(target, false, null, null, List.of());
                if (after.length() > LARGEST_BYTES) {
                    throw new FileError("cannot write " + path + ": the configuration would be larger than 16 MiB");
                }
                Path copy = now == null ? null : datedCopy(target, now);
                var notes = new ArrayList<String>();
                return new SavedFile(target, true, AtomicFile.replace(target, after, notes::add), copy, notes);
            }
        } catch (IOException e) {
            throw FileError.of("write", path, e);
        }
    }

    /// The kept copies of earlier versions, the newest first. A copy was made when its version was replaced.
    /// @throws FileError a copy cannot be read
    public List<KeptCopy> copies() throws FileError {
        var copies = new ArrayList<KeptCopy>();
        try {
            for (Path copy : Backups.all(followed(path))) {
                String text = text(copy);
                Instant at = Files.getLastModifiedTime(copy).toInstant();
                if (text != null) copies.add(new KeptCopy(copies.size() + 1, copy, at, text));
            }
            return copies;
        } catch (IOException e) {
            throw FileError.of("read the copies of", path, e);
        }
    }

    private Path datedCopy(Path target, Instant now) throws FileError {
        try {
            return Backups.copy(target, target.getFileName() + ".bak." + stamp(now));
        } catch (IOException e) {
            throw FileError.of("copy", path, e);
        }
    }

    /// `20261128-221405`, in UTC. A formatter of the class library would cost each start more than the reading of the
    /// file.
    private static String stamp(Instant at) {
        String time = Timestamps.utc(at.getEpochSecond());
        return time.substring(0, time.length() - 1).replace("-", "").replace(":", "").replace('T', '-');
    }

    /// The file that is edited.
    private Path target() throws IOException {
        try {
            return PathCheck.target(path);
        } catch (FileSystemLoopException _) {
            throw circle(path);
        }
    }

    /// The file that a chain of symbolic links leads to, also when that file is not there yet. For reading.
    static Path followed(Path path) throws IOException {
        try {
            return PathCheck.followed(path);
        } catch (FileSystemLoopException _) {
            throw circle(path);
        }
    }

    private static FileError circle(Path path) {
        return new FileError("cannot follow " + path + ": its symbolic links go round in a circle");
    }

    /// The text, or null if there is no file.
    private static String text(Path path, OpenOption... how) throws IOException {
        try {
            byte[] bytes = PlainFile.bytes(path, "read", LARGEST_BYTES, how);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException _) {
            return null;
        } catch (CharacterCodingException _) {
            throw new FileError("cannot read " + path + ": it is not UTF-8 text; save it as UTF-8");
        }
    }

    /// Whether a key itself stands in the text, rather than where it is. A text with mistakes counts as if one did.
    private boolean holdsKeys(String text) {
        if (!(ConfigReader.read(text, path.toString()) instanceof ValidConfig(Config config, _, _))) return true;
        boolean inHeader = config.providers().stream().anyMatch(provider -> !provider.headers().isEmpty());
        return inHeader || config.masterKey() instanceof InlineSecret
            || config.providers().stream().anyMatch(ConfigStore::holdsSecret);
    }

    private static boolean holdsSecret(Provider provider) {
        boolean login = provider.network().proxy() instanceof ProxyChoice.Through(ProxyAddress proxy)
            && proxy.login() != null;
        return login || provider.apiKey() instanceof InlineSecret
            || provider.certificatePassword() instanceof InlineSecret;
    }

    private List<String> warnings(String text) throws IOException {
        if (!AtomicFile.isPosix(path)) return List.of();
        var warnings = new ArrayList<String>();
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
        boolean holdsKeys = holdsKeys(text);
        if (!Collections.disjoint(mode, holdsKeys ? OTHERS : OTHERS_WRITE)) {
            warnings.add(path + (holdsKeys ? " holds keys and is open to others (" : " can be changed by others (")
                + PosixFilePermissions.toString(mode) + "); run: chmod " + (holdsKeys ? "600 " : "go-w ") + path);
        }
        String owner = Files.getOwner(path).getName();
        String user = System.getProperty("user.name", "?");
        boolean trusted = owner.equals(user) || owner.equals("root") || user.equals("root") || user.equals("?");
        if (!trusted) {
            warnings.add(path + " belongs to " + owner + ", who can change it; run: chown " + user + " " + path);
        }
        return warnings;
    }
}
