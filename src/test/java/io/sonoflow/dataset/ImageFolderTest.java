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
package io.sonoflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as people keep them: every image is taken for what it is, or named. */
class ImageFolderTest {

	@TempDir
	private Path folder;

	private int made;
	private final List<String> said = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			said.add("warning " + text);
		}

		@Override
		public void message(final String text) {
			said.add(text);
		}
	};

	/** No two are equal. */
	private Path image(final String name) {
		final Path path = folder.resolve(name);
		ImageFiles.writePng(path, Images.bytes(new byte[] { 0, 1, 2, (byte) ++made }, 2, 2));
		return path;
	}

	private void images(final String... names) {
		Arrays.stream(names).forEach(this::image);
	}

	private void bytes(final String name, final byte[] content) throws IOException {
		Files.createDirectories(folder.resolve(name).getParent());
		Files.write(folder.resolve(name), content);
	}

	/** {@return image, label, patient and split of each sample} */
	private List<String> read() {
		return Dataset.read(folder, monitor).samples().stream().map(sample -> folder.relativize(sample.image()).toString().replace(
			'\\', '/') + " " + sample.label() + " " + sample.patient() + " " + sample.split()).map(String::strip).toList();
	}

	private void refused(final String... parts) {
		final String message = assertThrows(SonoflowException.class, this::read).getMessage();
		for (final String part : parts)
			assertTrue(message.contains(part), part + " is not in: " + message);
	}

	private void assertSaid(final String... parts) {
		final String all = String.join("\n", said);
		for (final String part : parts)
			assertTrue(all.contains(part), part + " is not in: " + all);
	}

	@Test
	void nestedImagesBelongToTheirClassAndTheFolderBelowIsThePatient() {
		images("a/1.png", "a/p7/2.png", "a/p7/scan/3.png", "b/p7/4.png", "b/p8/5.png");
		assertEquals(List.of("a/1.png a", "a/p7/2.png a p7", "a/p7/scan/3.png a p7", "b/p7/4.png b p7", "b/p8/5.png b p8"),
			read());
		assertSaid("warning", "each such folder counts as one patient", "a/p7", "1 of 5 images count each");
	}

	@Test
	void foldersOfAKindBelowAClassAreNoPatients() {
		images("a/left/1.png", "a/right/2.png", "b/left/3.png", "c/scans/4.png");
		assertEquals(List.of("a/left/1.png a", "a/right/2.png a", "b/left/3.png b", "c/scans/4.png c scans"), read());
		assertSaid("a/left", "c/scans");
	}

	@Test
	void oneFolderInEveryClassIsNoPatient() {
		images("a/scans/1.png", "b/scans/2.png");
		assertEquals(List.of("a/scans/1.png a", "b/scans/2.png b"), read());
	}

	@Test
	void patientsAboveClassesAreRefused() {
		images("p1/a/1.png", "p1/b/2.png", "p2/a/3.png", "p2/b/4.png", "p3/a/5.png", "p3/b/6.png");
		refused("p1, p2, p3", "a, b", "class/patient/image");
	}

	@Test
	void partsOfASplitAreNeverClasses() {
		images("train/a/1.png", "train/b/2.png", "Test/a/3.png", "val/b/p1/4.png");
		assertEquals(List.of("Test/a/3.png a  test", "train/a/1.png a  train", "train/b/2.png b  train",
			"val/b/p1/4.png b p1 val"), read());
		assertSaid("Test, train, val", "column split", "no command divides by it", "train (2 images)");
	}

	@Test
	void aSplitWithoutClassesHasNoLabels() {
		images("training/1.png", "validation/images/2.png", "validation/masks/2.png");
		assertEquals(List.of("training/1.png   training", "validation/images/2.png   validation"), read());
		assertSaid("validation/masks/2.png");
		assertThrows(SonoflowException.Input.class, () -> Dataset.read(folder, monitor).requireClasses());
	}

	@Test
	void aSplitBelowTheClassesIsOneToo() {
		images("a/train/1.png", "a/test/2.png", "b/train/3.png");
		assertEquals(List.of("a/test/2.png a  test", "a/train/1.png a  train", "b/train/3.png b  train"), read());
	}

	@Test
	void aSplitBesideClassesIsNotClear() {
		images("train/1.png", "benign/2.png");
		refused("train", "benign", "not clear");
	}

	@Test
	void filesAreImagesByTheirContent() throws IOException {
		final byte[] dicom = new byte[600];
		System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
		bytes("a/1.2.840.113619.2.21.848.8.3", dicom);
		bytes("a/IM0001", dicom);
		System.arraycopy("1.2.840.10008.1.3.10".getBytes(StandardCharsets.US_ASCII), 0, dicom, 160, 20);
		bytes("a/DICOMDIR", dicom);
		bytes("a/index", dicom);
		bytes("b/picture", Files.readAllBytes(image("b/1.PNG")));
		bytes("b/photo.jpg_", new byte[] { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0 });
		bytes("b/notes", "nothing".getBytes(StandardCharsets.US_ASCII));
		bytes("b/archive.zip", new byte[] { 'P', 'K', 3, 4 });
		assertEquals(List.of("a/1.2.840.113619.2.21.848.8.3 a", "a/IM0001 a", "b/1.PNG b", "b/photo.jpg_ b", "b/picture b"),
			read());
		assertSaid("warning", "4 files are not taken for images", "a/DICOMDIR", "a/index", "b/archive.zip", "b/notes");
	}

	/** Archives of before the preamble was there, and of writers that leave it out. */
	@Test
	void dicomWithoutPreambleAndWithoutAnEndingIsAnImage() throws IOException {
		image("b/1.png");
		bytes("a/IM0002", new byte[] { 8, 0, 5, 0, 10, 0, 0, 0, 'I', 'S', 'O', '_', 'I', 'R', ' ', '1', '0', '0' });
		bytes("a/IM0003", new byte[] { 8, 0, 0, 0, 'U', 'L', 4, 0, 1, 1, 0, 0, 8, 0, 5, 0 });
		bytes("a/noise", new byte[] { 9, 0, 0, 0, 'U', 'L', 4, 0, 1, 1, 0, 0, 8, 0, 5, 0 });
		bytes("a/words", "P5 is no image here".getBytes(StandardCharsets.US_ASCII));
		assertEquals(List.of("a/IM0002 a", "a/IM0003 a", "b/1.png b"), read());
		assertSaid("2 files are not taken for images", "a/noise", "a/words");
	}

	/** A folder of what is not read is no class. */
	@Test
	void videosAndVolumesAreNamedOnce() throws IOException {
		images("a/1.png", "b/2.png");
		for (final String name : List.of("a/clip.mkv", "video/1.WMV", "video/2.mpeg", "volume/1.mha", "volume/2.nrrd"))
			bytes(name, new byte[] { 0, 0, 0, 1 });
		assertEquals(List.of("a/1.png a", "b/2.png b"), read());
		assertSaid("5 files are not taken for images", "a/clip.mkv", "video/1.WMV", "volume/1.mha", "ffmpeg", "video, volume",
			"are no classes");
	}

	@Test
	void aFolderOfVideosOnlyIsRefusedWithTheWay() throws IOException {
		bytes("clip.mkv", new byte[] { 0, 0, 0, 1 });
		refused("clip.mkv", "ffmpeg");
	}

	@Test
	void whatSystemsLeaveIsNoClass() throws IOException {
		images("a/1.png", "b/2.png", "a/._1.png", ".hidden/3.png", "__MACOSX/a/4.png", "@eaDir/5.png", "a/.ipynb_checkpoints/6.png",
			"lost+found/7.png");
		bytes("a/Thumbs.db", new byte[9]);
		bytes(".DS_Store", new byte[9]);
		assertEquals(List.of("a/1.png a", "b/2.png b"), read());
		assertEquals(1, said.size(), said::toString);
	}

	@Test
	void masksBesideTheirImagesAreNoImages() {
		images("a/a (1).png", "a/a (1)_mask.png", "a/a (2).png", "a/a (2)_mask.png", "a/a (2)_mask_1.png", "b/x.jpg", "b/mask_x.png",
			"b/y.png", "b/Y_SEG.PNG", "b/mask of z.png", "b/w_roi.png", "b/w.png");
		final List<Sample> samples = Dataset.read(folder, monitor).samples();
		assertEquals(List.of("a (1).png", "a (2).png", "mask of z.png", "w.png", "x.jpg", "y.png"), samples.stream().map(
			sample -> sample.image().getFileName().toString()).toList());
		assertEquals(folder.resolve("a/a (1)_mask.png"), samples.get(0).mask());
		assertEquals(null, samples.get(1).mask(), "it has two");
		assertEquals(null, samples.get(3).mask(), "a roi may be a cut of the image");
		assertEquals(folder.resolve("b/mask_x.png"), samples.get(4).mask());
		assertSaid("warning", "6 files are named like masks", "a/a (1)_mask.png", "3 of them are the masks of theirs");
	}

	@Test
	void partsOfImageSetsAreNoClasses() {
		images("images/1.png", "labels/1.png");
		refused("images, labels", "input=" + folder.resolve("images"));
	}

	@Test
	void imagesAndMasksInClassesAreWhatTheyAreCalled() {
		images("a/images/1.png", "a/masks/1.png", "b/images/2.png");
		assertEquals(List.of("a/images/1.png a", "b/images/2.png b"), read());
		assertSaid("1 images lie in folders", "a/masks/1.png");
	}

	@Test
	void anImageSetInAFolderIsNoClass() throws IOException {
		images("run1/images/1.png", "run2/images/2.png");
		Files.writeString(folder.resolve("run1/dataset.csv"), "image\nimages/1.png\n");
		refused("run1", "dataset.csv", "input=" + folder.resolve("run1"));
	}

	@Test
	void emptyFoldersBrokenLinksAndOtherTablesAreNamed() throws IOException {
		images("a/1.png", "b/2.png");
		Files.createDirectories(folder.resolve("c"));
		Files.createSymbolicLink(folder.resolve("a/gone.png"), folder.resolve("nowhere.png"));
		assertEquals(2, read().size());
		assertSaid("the folders c hold no image", "a/gone.png");
		said.clear();
		final Path flat = Files.createDirectories(folder.resolve("a/flat"));
		Files.copy(folder.resolve("b/2.png"), flat.resolve("2.png"));
		Files.writeString(flat.resolve("labels.csv"), "image,label\n");
		Dataset.read(flat, monitor);
		assertSaid("labels.csv", "give it as input");
	}

	@Test
	void spellingsAndCopiesOfClassesAreNamed() throws IOException {
		images("Benign/1.png", "benign/2.png", "c/3.png");
		bytes("c/1.png", Files.readAllBytes(folder.resolve("benign/2.png")));
		bytes("benign/1.png", Files.readAllBytes(folder.resolve("Benign/1.png")));
		assertSaid();
		final Dataset read = Dataset.read(folder, monitor);
		assertSaid("\"Benign\" and \"benign\"", "the same under several labels: Benign/1.png and benign/1.png");
		assertTrue(assertThrows(SonoflowException.Input.class, read::requireClasses).getMessage().contains("\"Benign\" (1 images)"));
		assertFalse(said.toString().contains("c/1.png"), "another name");
	}

	@Test
	void aLinkToAnImageOfTheSetIsRefused() throws IOException {
		images("a/1.png", "b/2.png");
		Files.createSymbolicLink(folder.resolve("b/1.png"), folder.resolve("a/1.png"));
		refused("one file, by a link", "1.png");
	}

	@Test
	void oneFolderRoundTheClassesIsNamed() {
		images("data/a/1.png", "data/b/2.png");
		assertEquals(2, read().size());
		assertSaid("holds one folder only, data", "input=" + folder.resolve("data"));
	}

	@Test
	void aFolderNamedLikeAMissingValueIsNoClass() {
		images("nan/1.png", "a/2.png", "b/3.png");
		assertEquals("nan/1.png", read().get(2));
		assertSaid("a folder named \"nan\"");
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Dataset.read(folder, monitor).requireClasses()).getMessage()
			.contains("1 of 3 images have no label"));
	}
}
