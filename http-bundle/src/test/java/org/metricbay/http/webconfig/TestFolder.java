package org.metricbay.http.webconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** A folder with a pair of certificate and key, and the configuration beside them. */
record TestFolder(Path path) {
  static final String TLS = "tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n";

  TestFolder with(String name, String text) throws IOException {
    Files.writeString(path.resolve(name), text);
    return this;
  }

  TestFolder pair(TestCertificate pair) throws IOException, GeneralSecurityException {
    return with("cert.pem", pair.certificatePem()).with("key.pem", pair.keyPem());
  }

  WebConfigFile file() {
    return new WebConfigFile(path.resolve("web.yml"));
  }

  WebConfig read(String yaml) throws IOException, WebConfigException {
    with("web.yml", yaml);
    return file().read();
  }
}
