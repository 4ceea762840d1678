package dev.fes.controller.resource;

import dev.fes.api.Finding;
import dev.fes.api.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a directory of manifests and tells what they say whenever that changes. A file counts
 * once it has stood still for a moment, so that one half-written is not taken at its word, and is
 * gone once it has been missing for a moment, so that an editor that replaces it removes nothing.
 */
public final class ManifestDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ManifestDirectory.class);

  private final Path directory;
  private final Duration moment;
  private final Duration rescan;
  private final Consumer<Manifests> listener;
  private final Thread thread;

  private final SortedMap<String, List<Reading>> readings = new TreeMap<>();
  private final Map<String, Seen> read = new TreeMap<>();
  private Manifests manifests = Manifests.none();
  private Map<String, Seen> seen = Map.of();
  private boolean untold = true;
  private boolean told;

  /** A file's looks; the same looks twice mean that nobody is writing it. */
  private record Seen(long size, long modified) {

    /** Of a file that cannot be looked at; reading it says why. */
    static final Seen HIDDEN = new Seen(-1, -1);
  }

  public ManifestDirectory(Path directory, Consumer<Manifests> listener) {
    this(directory, Duration.ofMillis(250), Duration.ofSeconds(10), listener);
  }

  ManifestDirectory(
      Path directory, Duration moment, Duration rescan, Consumer<Manifests> listener) {
    this.directory = directory;
    this.moment = moment;
    this.rescan = rescan;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("manifests").unstarted(this::watch);
  }

  public void start() {
    LOG.info("watching {}", directory);
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try (WatchService watcher = FileSystems.getDefault().newWatchService()) {
      boolean registered = false;
      while (!Thread.currentThread().isInterrupted()) {
        registered = (registered && Files.isDirectory(directory)) || register(watcher);
        boolean settled = scanned();
        Duration pause = settled ? rescan : moment;
        drain(watcher.poll(pause.toMillis(), TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.error("cannot watch {}: {}", directory, e.toString());
    }
  }

  /** Whatever goes wrong in one look, the next may go well. */
  private boolean scanned() {
    try {
      return scan();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("cannot take up what is in {}", directory, e);
      untold = true;
      return true;
    }
  }

  private boolean register(WatchService watcher) {
    try {
      directory.register(
          watcher,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private void drain(@Nullable WatchKey key) throws InterruptedException {
    if (key != null) {
      key.pollEvents();
      key.reset();
      Thread.sleep(moment);
    }
  }

  /**
   * One look at the directory; false when something is still moving and the next look should be
   * soon.
   */
  boolean scan() {
    Map<String, Seen> before = seen;
    try {
      seen = look();
    } catch (IOException e) {
      untold = true;
      tell(
          new Manifests(
              manifests.resources(), List.of(unreadable(directory.toString(), e)), false));
      untold = true;
      return true;
    }
    seen.forEach(
        (file, looks) -> {
          if (looks.equals(before.get(file)) && !looks.equals(read.get(file))) {
            read(file, looks);
          }
        });
    untold |=
        readings.keySet().removeIf(file -> !seen.containsKey(file) && !before.containsKey(file));
    read.keySet().retainAll(readings.keySet());
    boolean moving = !seen.equals(before);
    if (untold && (told || !moving)) {
      tell(manifests.next(readings));
    }
    return !moving;
  }

  private void read(String file, Seen looks) {
    try {
      readings.put(file, ManifestFile.read(directory.resolve(file)));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      if (isGone(directory.resolve(file), e)) {
        return;
      }
      readings.put(file, List.of(new Reading.Invalid(unreadable(file, e).findings())));
    }
    read.put(file, looks);
    untold = true;
  }

  private Map<String, Seen> look() throws IOException {
    Map<String, Seen> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(ManifestDirectory::isManifest)
          .forEach(
              file ->
                  looks(file).ifPresent(seen -> files.put(file.getFileName().toString(), seen)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  /** A link that leads nowhere is still there: what is behind it may be away for a while only. */
  private static boolean isGone(Path file, Throwable e) {
    return e instanceof NoSuchFileException && !Files.isSymbolicLink(file);
  }

  /** None of a file that went meanwhile. */
  private static Optional<Seen> looks(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
      return Optional.of(new Seen(attributes.size(), modified))
          .filter(_ -> attributes.isRegularFile());
    } catch (IOException e) {
      return isGone(file, e) ? Optional.empty() : Optional.of(Seen.HIDDEN);
    }
  }

  private void tell(Manifests next) {
    if (!next.equals(manifests) || !told) {
      listener.accept(next);
      told = true;
      manifests = next;
    }
    untold = false;
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && name.matches("(?i).*\\.(yaml|yml|json)");
  }

  private static Manifests.Fault unreadable(String file, Throwable e) {
    return new Manifests.Fault(
        file,
        List.of(
            new Finding("", "cannot be read: " + e.getMessage() + ": check its name and rights")));
  }
}
