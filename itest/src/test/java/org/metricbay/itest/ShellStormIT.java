package org.metricbay.itest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is typed at the prompt at random, about any bundle, while files come and go: after
 * {@code metric:reload} there is what the folder says, and what an agent that starts with it has.
 * {@code -Dmetricbay.shell.seeds=50} tries so many, {@code -Dmetricbay.shell.seed=7} one.
 */
class ShellStormIT {
  private static final int OPERATIONS = 24;

  @BeforeAll
  static void needsATerminal() {
    ShellSession.needsATerminal();
  }

  /** The same ones in each build; {@code -Dmetricbay.shell.seeds=20} takes others each time. */
  static LongStream seeds() {
    Long one = Long.getLong("metricbay.shell.seed");
    Integer others = Integer.getInteger("metricbay.shell.seeds");
    if (one != null) {
      return LongStream.of(one);
    }
    return others == null ? LongStream.of(3, 30828) : new Random().longs(others, 0, 1_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void pluginsAreAsTheFolderSaysAndNeverMissing(long seed, @TempDir Path work) throws Exception {
    try (ShellSession session = ShellSession.start(work)) {
      ShellStorm storm = new ShellStorm(session, seed);
      try (Scraper scraper = Scraper.of(session.agent())) {
        scraper.require(ShellStorm.STEADY + "_");
        for (int i = 0; i < OPERATIONS; i++) {
          storm.operateOnPlugins();
        }
        storm.awaitReload();
      } catch (AssertionError e) {
        throw new AssertionError(storm.told(), e);
      }
      storm.assertAsAFreshAgent(Files.createDirectory(work.resolve("fresh")));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allIsAsTheFolderSaysWhateverHappensToTheAgentsOwnBundles(long seed, @TempDir Path work)
      throws Exception {
    Random random = new Random(seed);
    try (ShellSession session = ShellSession.start(work)) {
      ShellStorm storm = new ShellStorm(session, seed);
      for (int i = 0; i < OPERATIONS; i++) {
        if (random.nextInt(4) == 0) {
          storm.operateOnOwnBundle();
        } else {
          storm.operateOnPlugins();
        }
      }
      storm.assertAsAFreshAgent(Files.createDirectory(work.resolve("fresh")));
    }
  }
}
