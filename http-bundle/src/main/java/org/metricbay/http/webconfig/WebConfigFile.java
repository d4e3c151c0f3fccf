package org.metricbay.http.webconfig;

import java.nio.file.Path;

/** A web configuration file in the format of Prometheus's exporter-toolkit. */
public final class WebConfigFile {
  private final Path file;

  public WebConfigFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  public Path path() {
    return file;
  }

  /** Reads and checks all of it, also the certificates and keys that it names. */
  public WebConfig read() throws WebConfigException {
    return read(new Sources());
  }

  WebConfig read(Sources sources) throws WebConfigException {
    return new WebConfigReader(file, sources).read();
  }
}
