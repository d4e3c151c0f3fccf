package org.metricbay.http.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.http.webconfig.TestCertificate.Wish;

class LiveWebConfigTest {
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuunqv6HtGEECxQ1D7I2qe2YFLYsDuqZUS";
  private static final String ALICE = "basic_auth_users: {alice: '" + HASH + "'}\n";
  private static final String BOBBY = "basic_auth_users: {bobby: '" + HASH + "'}\n";

  @TempDir private Path path;
  private TestFolder folder = new TestFolder(Path.of(""));
  private final Logger logger = Logger.getLogger(LiveWebConfig.class.getName());
  private final Lines log = new Lines();

  private static final class Lines extends Handler {
    final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord message) {
      lines.add(message.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void begin() {
    folder = new TestFolder(path);
    logger.addHandler(log);
  }

  @AfterEach
  void end() {
    logger.removeHandler(log);
  }

  private LiveWebConfig live(String yaml) throws IOException, WebConfigException {
    folder.with("web.yml", yaml);
    return new LiveWebConfig(folder.file());
  }

  private static void settle(LiveWebConfig live) {
    for (int i = 0; i < 10; i++) {
      assertThat(live.refresh()).isFalse();
    }
  }

  private static void takes(LiveWebConfig live) {
    assertThat(live.refresh()).as("not before it stays the same").isFalse();
    assertThat(live.refresh()).isTrue();
    settle(live);
  }

  @Test
  void withoutAUsableFileThereIsNone() {
    assertThatThrownBy(() -> live("users: {}")).isInstanceOf(WebConfigException.class);
    assertThat(log.lines).isEmpty();
  }

  @Test
  void aChangeCountsOnceItStaysTheSame() throws Exception {
    LiveWebConfig live = live(ALICE);
    settle(live);
    WebConfig first = live.current();
    folder.with("web.yml", BOBBY + "# being wri");
    assertThat(live.refresh()).isFalse();
    folder.with("web.yml", BOBBY + "# being written\n");
    assertThat(live.refresh()).isFalse();
    assertThat(live.current()).isSameAs(first);
    assertThat(live.refresh()).isTrue();
    assertThat(live.current().users()).containsOnlyKeys("bobby");
    settle(live);
    assertThat(log.lines).hasSize(1);
  }

  @Test
  void sameSizeAndTimeRightAfterReadingIsNoticed() throws Exception {
    LiveWebConfig live = live(ALICE);
    FileTime time = Files.getLastModifiedTime(path.resolve("web.yml"));
    folder.with("web.yml", BOBBY);
    Files.setLastModifiedTime(path.resolve("web.yml"), time);
    takes(live);
    assertThat(live.current().users()).containsOnlyKeys("bobby");
  }

  @Test
  void aTouchedFileIsNoChange() throws Exception {
    LiveWebConfig live = live(ALICE);
    WebConfig first = live.current();
    settle(live);
    Files.setLastModifiedTime(path.resolve("web.yml"), FileTime.fromMillis(1_000));
    settle(live);
    assertThat(live.current()).isSameAs(first);
    assertThat(log.lines).isEmpty();
  }

  @Test
  void renamingOverItIsAChange() throws Exception {
    LiveWebConfig live = live(ALICE);
    settle(live);
    FileTime time = Files.getLastModifiedTime(path.resolve("web.yml"));
    folder.with("fresh", BOBBY);
    Files.setLastModifiedTime(path.resolve("fresh"), time);
    Files.move(path.resolve("fresh"), path.resolve("web.yml"), StandardCopyOption.REPLACE_EXISTING);
    takes(live);
  }

  @Test
  void aBadFileKeepsTheLastGoodOneAndIsLoggedOnce() throws Exception {
    LiveWebConfig live = live(ALICE);
    WebConfig first = live.current();
    settle(live);
    folder.with("web.yml", "basic_auth_users: {alice: doe}\n");
    settle(live);
    assertThat(live.current()).isSameAs(first);
    assertThat(live.lastReloadGood()).isFalse();
    assertThat(live.problem()).hasValueSatisfying(p -> assertThat(p).contains("not a bcrypt"));
    assertThat(log.lines).singleElement().asString().contains("cannot be used");
    folder.with("web.yml", ALICE);
    settle(live);
    assertThat(live.current()).as("the same text, so nothing is exchanged").isSameAs(first);
    assertThat(live.lastReloadGood()).isTrue();
    assertThat(live.problem()).isEmpty();
    assertThat(log.lines).hasSize(2).last().asString().contains("good again");
  }

  @Test
  void aFileThatIsGoneOrEmptyOpensNothing() throws Exception {
    LiveWebConfig live = live(ALICE);
    settle(live);
    Files.delete(path.resolve("web.yml"));
    settle(live);
    assertThat(live.problem()).hasValueSatisfying(p -> assertThat(p).contains("does not exist"));
    folder.with("web.yml", "\n");
    settle(live);
    assertThat(live.problem()).hasValueSatisfying(p -> assertThat(p).contains("is empty"));
    assertThat(live.current().users()).containsOnlyKeys("alice");
    folder.with("web.yml", "{}");
    takes(live);
    assertThat(live.current().users()).isEmpty();
    assertThat(live.lastReloadGood()).isTrue();
  }

  @Test
  void certificateAndKeyCountTogether() throws Exception {
    TestCertificate first = new Wish("first").make();
    TestCertificate second = new Wish("second").make();
    folder.pair(first);
    LiveWebConfig live = live(TestFolder.TLS);
    settle(live);
    folder.with("cert.pem", second.certificatePem());
    settle(live);
    assertThat(live.problem()).isPresent();
    assertThat(certificate(live)).isEqualTo(first.certificate());
    folder.with("key.pem", second.keyPem());
    takes(live);
    assertThat(certificate(live)).isEqualTo(second.certificate());
    assertThat(live.lastReloadGood()).isTrue();
    Files.delete(path.resolve("key.pem"));
    settle(live);
    assertThat(live.lastReloadGood()).isFalse();
  }

  private static X509Certificate certificate(LiveWebConfig live) {
    return live.current().tls().orElseThrow().chain().get(0);
  }

  @Test
  void aLinkThatIsSwitchedAsKubernetesDoes() throws Exception {
    Path one = Files.createDirectory(path.resolve("..one"));
    Path two = Files.createDirectory(path.resolve("..two"));
    Files.writeString(one.resolve("web.yml"), ALICE);
    Files.writeString(two.resolve("web.yml"), BOBBY);
    FileTime time = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(one.resolve("web.yml"), time);
    Files.setLastModifiedTime(two.resolve("web.yml"), time);
    Files.createSymbolicLink(path.resolve("..data"), Path.of("..one"));
    Files.createSymbolicLink(path.resolve("web.yml"), Path.of("..data", "web.yml"));
    LiveWebConfig live = new LiveWebConfig(folder.file());
    settle(live);
    Files.createSymbolicLink(path.resolve("..fresh"), Path.of("..two"));
    Files.move(path.resolve("..fresh"), path.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    takes(live);
    assertThat(live.current().users()).containsOnlyKeys("bobby");
  }
}
