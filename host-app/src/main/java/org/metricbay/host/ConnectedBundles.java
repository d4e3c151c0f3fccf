package org.metricbay.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Lets the agent's own bundles run from the class path (OSGi Connect): a bundle installed as {@code
 * connect:x.jar} takes its entries from {@code x.jar} in the folder of libraries and its classes
 * from the application class loader, which is faster to start and shares its classes with a
 * class-data archive. Any other location is an ordinary bundle.
 */
final class ConnectedBundles implements ModuleConnector {
  static final String PREFIX = "connect:";

  private final File libraries;

  /** Whether the bundle is one of the agent's own. */
  static boolean isOwn(Bundle bundle) {
    return bundle.getLocation().startsWith(PREFIX);
  }

  ConnectedBundles(File libraries) {
    this.libraries = libraries;
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Nothing to prepare.
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    return location.startsWith(PREFIX)
        ? Optional.of(
            () -> new JarContent(new File(libraries, location.substring(PREFIX.length()))))
        : Optional.empty();
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }

  /**
   * A JAR's entries; open from {@link #open()} to {@link #close()}. Not a {@code JarFile}, which
   * searches the manifest for what the framework looks for itself.
   */
  private static final class JarContent implements ConnectContent {
    private final File file;
    private @Nullable ZipFile jar;

    JarContent(File file) {
      this.file = file;
    }

    @Override
    public void open() throws IOException {
      if (jar == null) {
        jar = new ZipFile(file);
      }
    }

    @Override
    public void close() throws IOException {
      ZipFile opened = jar;
      if (opened != null) {
        jar = null;
        opened.close();
      }
    }

    private ZipFile jar() {
      ZipFile opened = jar;
      if (opened == null) {
        throw new IllegalStateException(file + " is closed");
      }
      return opened;
    }

    /** Empty: the framework then reads the manifest among the entries. */
    @Override
    public Optional<Map<String, String>> getHeaders() {
      return Optional.empty();
    }

    @Override
    public Iterable<String> getEntries() {
      return Collections.list(jar().entries()).stream().map(ZipEntry::getName).toList();
    }

    @Override
    public Optional<ConnectEntry> getEntry(String path) {
      return Optional.ofNullable(jar().getEntry(path)).map(entry -> new Entry(jar(), entry));
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
      return Optional.of(ConnectedBundles.class.getClassLoader());
    }
  }

  private record Entry(ZipFile jar, ZipEntry entry) implements ConnectContent.ConnectEntry {
    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return entry.getTime();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return jar.getInputStream(entry);
    }
  }
}
