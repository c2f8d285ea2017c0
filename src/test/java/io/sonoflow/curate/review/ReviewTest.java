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
package io.sonoflow.curate.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown to readers, what they decide, and where they agree. */
class ReviewTest {

	@TempDir
	Path folder;

	private static ReviewItem item(final int number, final boolean suspicious) {
		return new ReviewItem("i" + number, Path.of("i" + number + ".png"), 1, "p", number % 2 == 0 ? "a" : "b", suspicious ? number %
			2 == 0 ? "b" : "a" : "", suspicious);
	}

	private static List<ReviewItem> items() {
		return IntStream.range(0, 40).mapToObj(i -> item(i, i < 10)).toList();
	}

	@Test
	void aBlindReaderIsShownAsManyOthersInAnOrderOfTheSeed() {
		assertEquals(items().subList(0, 10), ReviewQueue.open(items()).items());
		final List<ReviewItem> blind = ReviewQueue.blind(items(), 1).items();
		assertEquals(20, blind.size());
		assertEquals(20, new HashSet<>(blind).size());
		assertEquals(10, blind.stream().filter(ReviewItem::suspicious).count());
		assertFalse(blind.subList(0, 10).stream().allMatch(ReviewItem::suspicious));
		assertEquals(blind, ReviewQueue.blind(items(), 1).items());
		assertNotEquals(blind, ReviewQueue.blind(items(), 2).items());
	}

	@Test
	void decisionsAreInTheFileAtOnceAndNobodyElsesAreLost() throws IOException {
		final DecisionFile file = new DecisionFile(folder.resolve("decisions.csv"));
		final DecisionFile other = new DecisionFile(folder.resolve("decisions.csv"));
		file.put(Decision.now(item(0, true), Decision.ACCEPT, "anna"));
		other.put(Decision.now(item(0, true), Decision.REJECT, "ben, MD"));
		file.put(Decision.now(item(1, true), Decision.UNSURE, "anna"));
		file.put(Decision.now(item(0, true), Decision.REJECT, "anna"));
		final String text = Files.readString(file.path());
		assertTrue(text.startsWith("image,label,decision,by,time,proposed\ni0,a,reject,anna,20"), text);
		assertEquals(List.of("reject", "reject", "unsure"), other.read().stream().map(Decision::verdict).toList());
		assertEquals("ben, MD", other.read().get(1).by());
		assertEquals(2, ReviewQueue.open(items()).firstOpen(file.read(), "anna"));
		assertEquals(1, ReviewQueue.open(items()).firstOpen(file.read(), "ben, MD"));
		assertEquals(Optional.of("unsure"), file.find("i1", "anna").map(Decision::verdict));
		assertEquals(3, file.read().size());
	}

	@Test
	void readersWhoDecideAtTheSameMomentLoseNothing() {
		final Path file = folder.resolve("shared.csv");
		IntStream.range(0, 60).parallel().forEach(i -> new DecisionFile(file).put(decided(i, Decision.ACCEPT, "reader " + i % 4)));
		assertEquals(60, new DecisionFile(file).read().size());
	}

	@Test
	void aTableWithoutTheColumnOfProposalsIsRead() throws IOException {
		final Path file = folder.resolve("hand.csv");
		Files.writeString(file, "image,label,decision,by,time\ni0,a,b,anna,2026-01-01T10:00:00Z\n");
		assertEquals("b", new DecisionFile(file).read().get(0).decided());
		Files.writeString(file, "image,label,decision,by,time\ni0,a,,anna,\n");
		assertTrue(assertThrows(SonoflowException.File.class, () -> new DecisionFile(file).read()).getMessage().contains(
			"nothing is decided of i0"));
		Files.writeString(file, "image,label\ni0,a\n");
		assertTrue(assertThrows(SonoflowException.File.class, () -> new DecisionFile(file).read()).getMessage().contains(
			"no column decision"));
	}

	private static Decision decided(final int number, final String verdict, final String by) {
		return Decision.now(item(number, true), verdict, by);
	}

	@Test
	void readersAgreeAsFarAsTheirLabelsDo() {
		// One saw the proposals, the other was blind: what counts is the label.
		final Readers readers = new Readers(List.of(decided(0, "accept", "anna"), decided(1, "reject", "anna"), decided(2, "unsure",
			"anna"), decided(3, "accept", "anna"), decided(0, "b", "ben"), decided(1, "b", "ben"), decided(2, "a", "ben"), decided(
				3, "b", "ben"), decided(4, "a", "ben")));
		assertEquals(Optional.of("b"), readers.label("i0"));
		assertEquals(Optional.of("b"), readers.label("i1"));
		assertEquals(Optional.of("a"), readers.label("i2"));
		assertTrue(readers.isDisputed("i3"));
		assertEquals(Optional.empty(), readers.label("i3"));
		assertEquals(Optional.empty(), readers.label("i9"));
		final Readers.Agreement both = readers.agreements().get(0);
		assertEquals(4, both.kappa().items());
		assertEquals(0.5, both.kappa().agreement(), 1e-12);
		assertTrue(both.text().contains("anna and ben agree on 50 % of 4 images, kappa 0."), both.text());
	}

	@Test
	void theMostAlikeComeFirstWhateverTheGain() {
		final List<byte[]> pixels = IntStream.range(0, 6).mapToObj(i -> {
			final RandomStream random = RandomStream.of(i / 2, "neighbours");
			final byte[] one = new byte[64 * 64];
			for (int k = 0; k < one.length; k++) {
				final int level = random.nextInt(100);
				one[k] = (byte) (i % 2 == 0 ? level : 40 + level / 2);
			}
			return one;
		}).toList();
		final Neighbours neighbours = Neighbours.of(6, i -> Images.bytes(pixels.get(i), 64, 64), Monitor.NONE);
		for (int i = 0; i < 6; i++)
			assertEquals(i ^ 1, neighbours.nearest(i, 2)[0], "image " + i);
		assertTrue(neighbours.likeness(0, 1) > 0.95);
		assertEquals(0, neighbours.leftOut());
		// One that cannot be read is like no other, and takes nothing from the others.
		final Neighbours rest = Neighbours.of(6, i -> {
			if (i == 1) throw new SonoflowException.File("broken");
			return Images.bytes(pixels.get(i), 64, 64);
		}, Monitor.NONE);
		assertEquals(1, rest.leftOut());
		assertEquals(0, rest.nearest(1, 4).length);
		assertEquals(3, rest.nearest(2, 4)[0]);
		assertTrue(IntStream.of(rest.nearest(0, 5)).noneMatch(i -> i == 1));
	}
}
