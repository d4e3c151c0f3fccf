package org.metricbay.http.webconfig;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges clients' certificates as {@code client_auth_type} and the allowed names say. */
final class ClientTrust extends X509ExtendedTrustManager {
  private final Optional<X509ExtendedTrustManager> verifier;
  private final List<X509Certificate> named;
  private final Optional<AllowedNames> allowed;

  /**
   * @param verifier the JDK's, which looks at the authority, the time and the purpose; nothing if
   *     any certificate will do
   * @param named the authorities that clients are told of
   */
  ClientTrust(
      Optional<X509ExtendedTrustManager> verifier,
      List<X509Certificate> named,
      Optional<AllowedNames> allowed) {
    this.verifier = verifier;
    this.named = named;
    this.allowed = allowed;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (verifier.isPresent()) {
      verifier.get().checkClientTrusted(chain, type, engine);
    }
    checkName(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (verifier.isPresent()) {
      verifier.get().checkClientTrusted(chain, type, socket);
    }
    checkName(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (verifier.isPresent()) {
      verifier.get().checkClientTrusted(chain, type);
    }
    checkName(chain);
  }

  private void checkName(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || (allowed.isPresent() && !allowed.get().allows(chain[0]))) {
      throw new CertificateException("the client's certificate has none of the allowed names");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw serversOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw serversOnly();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw serversOnly();
  }

  private static CertificateException serversOnly() {
    return new CertificateException("this side is a server and calls nobody");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return named.toArray(new X509Certificate[0]);
  }
}
