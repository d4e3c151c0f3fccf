package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Configuration files that are wrong: they are never in force, and people are told where they look.
 */
class RefusedConfigurationIT extends ConfiguredMemory {
  static final String LAST_RELOAD =
      "metricbay_config_last_reload_successful{file=\"metricbay.memory.cfg\"}";

  @ParameterizedTest
  @CsvSource({
    "vmstat.fields = (x,          'vmstat.fields: is not a regular expression'",
    "collectors.meminfo = no,     'collectors.meminfo: must be true or false'",
    "collectors.memnifo = true,   'collectors.memnifo: no such key; there are collectors.buddy'",
    "collectors.meminfo,          'line 2 is not of the form key = value'",
    "COLLECTORS.BUDDYINFO = true, 'line 2: COLLECTORS.BUDDYINFO is there already'",
  })
  void refusesWhatIsWrong(String line, String message) throws Exception {
    save("collectors.buddyinfo = true", "vmstat.fields = ^pgpgin$");
    try (PackedAgent agent = start();
        Scraper scraper = Scraper.of(agent).require(BUDDYINFO).require("node_vmstat_")) {
      agent.forgetLog();
      save("collectors.buddyinfo = false", line);
      agent.awaitLog("; the configuration before stays in force");
      scraper.awaitScrapes(5);
      assertThat(agent.scrape().startingWith("node_vmstat_")).containsOnly("node_vmstat_pgpgin");
      assertThat(agent.log())
          .contains(file("memory") + ": " + message)
          .hasLineCount(1)
          .contains(" SEVERE ");
    }
  }

  @Test
  void refusesTwoKeysThatExcludeEachOtherAndNumbersThatAreNone() throws Exception {
    Files.copy(bundles().resolve("disk-bundle.jar"), work.resolve("deploy/disk-bundle.jar"));
    try (PackedAgent agent = start()) {
      agent.awaitLog("disk-bundle.jar: installed");
      Path disk = file("disk");
      Files.writeString(disk, "diskstats.device-include = a\ndiskstats.device-exclude = b\n");
      agent.awaitLog("disk.cfg: diskstats.device-include: cannot be given together with");
      Files.writeString(disk, "filesystem.mount-timeout = soon\n");
      agent.awaitLog("disk.cfg: filesystem.mount-timeout: must be a number of seconds");
      agent.forgetLog();
      Files.writeString(disk, "filesystem.mount-timeout = 2\n");
      agent.awaitLog("disk.cfg: good again, in force: filesystem.mount-timeout");
      assertThat(agent.log()).hasLineCount(1);
    }
  }

  @Test
  void whatWasRefusedShowsWherePeopleLook() throws Exception {
    save("collectors.buddyinfo = true");
    try (PackedAgent agent = start()) {
      awaitSoon(agent, BUDDYINFO, true);
      assertThat(agent.scrape().value(LAST_RELOAD)).isEqualTo(1);
      assertThat(configuration(agent).get("good").asBoolean()).isTrue();

      save("collectors.buddyinfo = s3cret");
      agent.awaitValue(LAST_RELOAD, 0);
      JsonNode file = configuration(agent);
      assertThat(file.get("problem").asText())
          .isEqualTo("collectors.buddyinfo: must be true or false");
      assertThat(file.get("inForce").asText()).contains("the configuration before");
      assertThat(agent.get("/").body()).contains("Problems", "metricbay.memory.cfg");
      HttpResponse<String> reload = agent.put("/plugins/reload");
      assertThat(reload.statusCode()).isEqualTo(500);
      assertThat(PackedAgent.json(reload).get("good").asBoolean()).isFalse();
      assertThat(reload.body()).contains("collectors.buddyinfo: must be true or false");

      agent.forgetLog();
      save("collectors.buddyinfo = true");
      // A reload takes what was saved, and knows what became of it.
      assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(200);
      agent.awaitLog("INFO .*memory.cfg: good again, in force: collectors.buddyinfo");
      assertThat(agent.scrape().value(LAST_RELOAD)).isEqualTo(1);
      assertThat(agent.get("/").body()).doesNotContain("Problems");
      assertThat(agent.log()).doesNotContain("s3cret").hasLineCount(1);
    }
  }

  private static JsonNode configuration(PackedAgent agent) {
    return PackedAgent.named(agent.plugins().get("configuration"), "metricbay.memory.cfg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"collectors.buddyinfo = maybe", "no line", "\u0000", "nonsense = 1"})
  void afterARestartWithAWrongFileTheLastGoodOneIsInForce(String wrong) throws Exception {
    save("collectors.buddyinfo = true");
    try (PackedAgent agent = start()) {
      awaitSoon(agent, BUDDYINFO, true);
      Path kept = agent.data().resolve("config/metricbay.memory.cfg");
      await().atMost(PackedAgent.DEADLINE).until(() -> Files.exists(kept));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
          .isEqualTo("rw-------");
      save(wrong);
      agent.awaitValue(LAST_RELOAD, 0);
      agent.stop();
    }
    for (int run = 0; run < 2; run++) {
      try (PackedAgent agent = start()) {
        assertThat(agent.scrape().has(BUDDYINFO)).isTrue();
        agent.awaitLog("SEVERE .*; the last good configuration is in force");
        agent.awaitValue(LAST_RELOAD, 0);
        assertThat(configuration(agent).get("inForce").asText())
            .isEqualTo("the last good configuration is in force");
        if (run == 1) {
          Files.delete(file("memory"));
          awaitSoon(agent, BUDDYINFO, false);
        }
        agent.stop();
      }
    }
    save(wrong);
    try (PackedAgent agent = start()) {
      assertThat(agent.scrape().has(BUDDYINFO)).isFalse();
      agent.awaitLog("SEVERE .*; the defaults are in force");
    }
  }
}
