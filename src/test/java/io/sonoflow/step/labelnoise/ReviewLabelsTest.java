/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.step.labelnoise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.review.ReviewItem;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a finished search for wrong labels over two readers' decisions to the data set with their labels. */
class ReviewLabelsTest {

	@TempDir
	Path folder;

	private LabelNoiseRun search;

	@BeforeEach
	void search() {
		Torch.threads(1);
		search = RecordedSearch.write(folder);
		search.step().run(Monitor.NONE);
	}

	private LabelReview review(final boolean blind, final String reader) {
		return ReviewLabels.of(search.output).with("blind", blind).with("reader", reader).run(Monitor.NONE);
	}

	private Path decisions() {
		return search.output.resolve("decisions.csv");
	}

	private Map<String, Sample> labels(final Path output) {
		final Map<String, Sample> labels = new HashMap<>();
		Dataset.read(output.resolve("dataset.csv"), Monitor.NONE).samples().forEach(each -> labels.put(each.image().getFileName()
			.toString().replace(".png", ""), each));
		return labels;
	}

	@Test
	void whatReadersDecideIsApplied() throws IOException {
		final LabelReview first = review(false, "anna");
		assertEquals(RecordedSearch.DOUBTED, first.queue().items().stream().map(each -> each.image().replace(".png", "")).sorted()
			.toList());
		while (!first.isAtEnd()) {
			final ReviewItem item = first.current();
			assertTrue(Files.isRegularFile(item.file()));
			assertEquals(4, first.neighbours(item, 4, Monitor.NONE).size());
			first.decide(item.image().startsWith("p2") ? "reject" : "accept");
			// Whatever ends the program now: it is written.
			assertEquals(first.position(), Files.readAllLines(decisions()).size() - 1);
		}
		assertEquals(4, review(false, "anna").position());
		final LabelReview second = review(true, "ben");
		assertEquals(8, second.queue().items().size());
		assertEquals(List.of("even", "rough", "unsure"), second.choices());
		assertEquals(List.of(), second.neighbours(second.current(), 4, Monitor.NONE));
		assertThrows(IllegalArgumentException.class, () -> second.decide("accept"));
		while (!second.isAtEnd())
			// He errs on one image of p1, of which the other is sure.
			second.decide(second.current().image().startsWith("p1_v0") || !RecordedSearch.truth(second.current().image()).equals(
				"rough") ? "even" : "rough");
		assertEquals(1, second.agreement().size());
		assertTrue(second.agreement().get(0).startsWith("anna and ben agree on 75 % of 4 images, kappa "), second.agreement()
			.toString());
		apply();
	}

	private void apply() throws IOException {
		final LabelNoiseRun again = RecordedSearch.again(search, folder.resolve("applied"));
		again.decisions = decisions().toString();
		again.step().run(Monitor.NONE);
		final Map<String, Sample> labels = labels(again.output);
		labels.forEach((name, sample) -> {
			assertEquals(name.equals("p1_v0") ? "even" : sample.truth(), sample.label(), name);
			assertEquals(RecordedSearch.PLANTED.contains(name) ? "even" : sample.truth(), sample.original(), name);
		});
		final JsonObject figures = HashFill.json(again.output.resolve("run.json")).getAsJsonObject("figures");
		assertEquals(1, figures.get("decisions disputed").getAsInt());
		assertEquals(2, figures.get("decisions changed").getAsInt());
		assertTrue(figures.get("kappa low").getAsDouble() < figures.get("kappa").getAsDouble());
		assertEquals("anna, ben", figures.get("kappa readers").getAsString());
		// Of the reader who saw the proposals alone, with the action that would touch more.
		final LabelNoiseRun alone = RecordedSearch.again(search, folder.resolve("alone"));
		Files.write(folder.resolve("anna.csv"), Files.readAllLines(decisions()).stream().filter(line -> !line.contains(",ben,"))
			.toList());
		alone.decisions = folder.resolve("anna.csv").toString();
		alone.action = "flip";
		alone.step().run(Monitor.NONE);
		labels(alone.output).forEach((name, sample) -> assertEquals(sample.truth(), sample.label(), name));
	}

	@Test
	void onlyAFinishedSearchAndDecisionsOfItsDataAreTaken() throws IOException {
		final String message = assertThrows(SonoflowException.Input.class, () -> ReviewLabels.of(folder.resolve("data")).run(
			Monitor.NONE)).getMessage();
		assertTrue(message.contains("no run.json"), message);
		final LabelNoiseRun again = RecordedSearch.again(search, folder.resolve("refused"));
		again.decisions = folder.resolve("d.csv").toString();
		refused(again, "image,label,decision,by,time\nstranger.png,even,even,a,\n", "is no image of");
		refused(again, "image,label,decision,by,time\np1_v0.png,rough,even,a,\n", "had the label \"rough\"");
		refused(again, "image,label,decision,by,time\np1_v0.png,even,smooth,a,\n", "gives it no label");
		// Of two labels it is clear which is accepted, also in a table of the agreed columns alone.
		Files.writeString(Path.of(again.decisions), "image,label,decision,by,time\np1_v0.png,even,accept,a,\n");
		again.step().run(Monitor.NONE);
		assertEquals("rough", labels(again.output).get("p1_v0").label());
	}

	@Test
	void twoReadersOfOneNameAreNotOne() throws IOException {
		final String header = "image,label,decision,by,time\n";
		final String row = "p1_v0.png,even,rough,reader,2026-01-01T10:00:00Z\n";
		final Path a = Files.writeString(folder.resolve("a.csv"), header + row);
		final Path b = Files.writeString(folder.resolve("b.csv"), header +
			"p1_v0.png,even,even,reader,2026-01-02T10:00:00Z\n");
		final LabelNoiseRun again = RecordedSearch.again(search, folder.resolve("one"));
		again.decisions = a + "," + b;
		final String message = assertThrows(SonoflowException.Input.class, () -> again.step().run(Monitor.NONE)).getMessage();
		assertTrue(message.contains("\"reader\" decided twice on p1_v0.png") && message.contains("column by"), message);
		assertFalse(Files.exists(again.output));
		// A copy that went on has the same rows, and they count once.
		Files.writeString(b, header + row + "p3_v0.png,even,rough,reader,2026-01-02T10:00:00Z\n");
		again.step().run(Monitor.NONE);
		assertEquals(2, HashFill.json(again.output.resolve("run.json")).getAsJsonObject("figures").get("decisions changed")
			.getAsInt());
	}

	@Test
	void whoGivesNoNameIsAskedForOneOnceSomebodyHadNone() {
		review(false, "").decide("accept");
		final String message = assertThrows(SonoflowException.Input.class, () -> review(true, " ")).getMessage();
		assertTrue(message.contains("has decided 1 image") && message.contains("reader=reader if that was you"), message);
		assertEquals(1, review(false, "reader").position());
		assertEquals(0, review(true, "ben").position());
	}

	@Test
	void eachPairOfReadersHasItsKappa() throws IOException {
		for (final String reader : List.of("anna", "ben", "carl")) {
			final LabelReview review = review(false, reader);
			while (!review.isAtEnd())
				review.decide(reader.equals("carl") && review.position() == 0 || review.position() == 3 ? "unsure" : "accept");
		}
		final LabelNoiseRun again = RecordedSearch.again(search, folder.resolve("three"));
		again.decisions = decisions().toString();
		final List<String> messages = new ArrayList<>();
		again.step().run(new Monitor() {

			@Override
			public void message(final String text) {
				messages.add(text);
			}
		});
		final JsonObject figures = HashFill.json(again.output.resolve("run.json")).getAsJsonObject("figures");
		assertFalse(figures.has("kappa") || figures.has("kappa low"), figures.toString());
		assertEquals(1, figures.get("kappa (anna, ben)").getAsDouble(), 1e-12);
		// They agree on all of four images, which tells nothing of how sure that is.
		assertFalse(figures.has("kappa low (anna, ben)"), figures.toString());
		assertTrue(figures.get("kappa low (anna, carl)").getAsDouble() < figures.get("kappa (anna, carl)").getAsDouble());
		assertTrue(figures.has("kappa high (ben, carl)"), figures.toString());
		assertTrue(messages.stream().anyMatch(text -> text.contains("anna and ben agree on 100 % of 4 images, kappa 1.00 (no " +
			"interval")), messages.toString());
	}

	private static void refused(final LabelNoiseRun run, final String table, final String part) throws IOException {
		Files.writeString(Path.of(run.decisions), table);
		final String message = assertThrows(SonoflowException.Input.class, () -> run.step().run(Monitor.NONE)).getMessage();
		assertTrue(message.contains(part), message);
		assertFalse(Files.exists(run.output));
	}
}
