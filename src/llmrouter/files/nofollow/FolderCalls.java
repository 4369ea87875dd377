package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Set;

/// The calls of the file system for names in a folder. None follows a link under the name.
sealed interface FolderCalls {
    /// @return null if the file system has no such view
    <V extends FileAttributeView> V view(String name, Class<V> type);

    FileChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException;

    void rename(String from, String to) throws IOException;

    void deleteFile(String name) throws IOException;

    void deleteFolder(String name) throws IOException;

    /// Relative to the folder that is open, whatever its path leads to by now.
    record RelativeCalls(SecureDirectoryStream<Path> folder) implements FolderCalls {
        @Override
        public <V extends FileAttributeView> V view(String name, Class<V> type) {
            return folder.getFileAttributeView(Path.of(name), type, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public FileChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            SeekableByteChannel opened = folder.newByteChannel(Path.of(name), options, attributes);
            if (opened instanceof FileChannel channel) return channel;
            opened.close();
            throw new IOException("the file system has no channels of files");
        }

        @Override
        public void rename(String from, String to) throws IOException {
            folder.move(Path.of(from), folder, Path.of(to));
        }

        @Override
        public void deleteFile(String name) throws IOException {
            folder.deleteFile(Path.of(name));
        }

        @Override
        public void deleteFolder(String name) throws IOException {
            folder.deleteDirectory(Path.of(name));
        }
    }

    /// By path, for a system without the calls above, and for a folder that this user may not list.
    record PathCalls(Path folder) implements FolderCalls {
        @Override
        public <V extends FileAttributeView> V view(String name, Class<V> type) {
            return Files.getFileAttributeView(folder.resolve(name), type, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public FileChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return FileChannel.open(folder.resolve(name), options, attributes);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void deleteFile(String name) throws IOException {
            Files.delete(folder.resolve(name));
        }

        @Override
        public void deleteFolder(String name) throws IOException {
            Files.delete(folder.resolve(name));
        }
    }
}
