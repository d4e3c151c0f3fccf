package org.metricbay.host;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import org.jspecify.annotations.Nullable;

/**
 * The log's file, of which a second stream is held open, that needs neither memory nor a lock which
 * somebody may hold.
 */
final class LogFile extends FileHandler implements AutoCloseable {
  private final File current;
  private volatile @Nullable FileOutputStream direct;

  LogFile(Path folder, int bytes, int files) throws IOException {
    super(folder.resolve("metricbay.%g.log").toString(), bytes, files, true);
    current = folder.resolve("metricbay.0.log").toFile();
    reopen();
  }

  /** Called for each file that is begun, when it is turned over. */
  @Override
  protected synchronized void setOutputStream(OutputStream out) {
    super.setOutputStream(out);
    reopen();
  }

  private void reopen() {
    File file = current;
    if (file == null) {
      return; // Called by the constructor of the superclass.
    }
    FileOutputStream before = direct;
    try {
      direct = new FileOutputStream(file, true);
    } catch (IOException e) {
      direct = null;
    }
    try {
      if (before != null) {
        before.close();
      }
    } catch (IOException e) {
      reportError(null, e, java.util.logging.ErrorManager.CLOSE_FAILURE);
    }
  }

  /** Writes at once, whatever is held back by others. */
  void writeDirectly(HeapFreeText text, int length) {
    FileOutputStream out = direct;
    try {
      if (out != null) {
        out.write(text.bytes(), 0, length);
      }
    } catch (IOException | Error e) {
      // It is said elsewhere too.
      text.length();
    }
  }
}
