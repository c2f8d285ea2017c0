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
package io.sonoflow.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Fixtures;
import io.sonoflow.SonoflowException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A weight file in a zip gives the values that were saved, or none: every byte of it is changed in turn. */
class ZipChecksumTest {

	private static final float[] VALUES = { 1, -2, 3.5f, 4, 5, 6.25f, 7, 8 };

	@TempDir
	private Path folder;

	/** {@return torch.save's zip of {"w": eight floats, "half": a view of the last four}} */
	private static byte[] archive(final int method) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			put(zip, method, "a/data.pkl", pickle());
			put(zip, method, "a/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
			final ByteBuffer floats = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
			floats.asFloatBuffer().put(VALUES);
			put(zip, method, "a/data/0", floats.array());
			put(zip, method, "a/version", new byte[] { '3', '\n' });
		}
		return bytes.toByteArray();
	}

	private static void put(final ZipOutputStream zip, final int method, final String name, final byte[] content)
		throws IOException
	{
		final ZipEntry entry = new ZipEntry(name);
		entry.setMethod(method);
		final CRC32 crc = new CRC32();
		crc.update(content);
		if (method == ZipEntry.STORED) entry.setCrc(crc.getValue());
		if (method == ZipEntry.STORED) entry.setSize(content.length);
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

	private static byte[] pickle() {
		final String storage = "((" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\u0008tQ";
		final String call = "ctorch._utils\n_rebuild_tensor_v2\n" + storage;
		final String end = "K\u0001\u0085\u0089}tR";
		return ("\u0080\u0002}" + text("w") + call + "K\u0000K\u0008\u0085" + end + "s" + text("half") + call +
			"K\u0004K\u0004\u0085" + end + "s.").getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String text(final String ascii) {
		return "X" + (char) ascii.length() + "\u0000\u0000\u0000" + ascii;
	}

	/** {@return all that a reader sees, or null if it is refused} */
	private static List<Object> content(final Path file) {
		try {
			final List<Object> content = new ArrayList<>();
			Weights.read(file).items().forEach(item -> {
				content.add(item.name());
				if (item.value() instanceof Tensor tensor) content.addAll(List.of(tensor.toString(), Arrays.toString(tensor
					.doubles())));
				else content.add(String.valueOf(item.value()));
			});
			return content;
		}
		catch (final SonoflowException.File e) {
			return null;
		}
	}

	/** {@return how many of the changed files were refused; the others give what the whole file gives} */
	private int refused(final byte[] whole, final int step, final int... masks) throws IOException {
		final Path file = Files.write(folder.resolve("w.pt"), whole);
		final List<Object> right = content(file);
		int refused = 0;
		for (int at = 0; at < whole.length; at += step)
			for (final int mask : masks) {
				final byte[] damaged = whole.clone();
				damaged[at] ^= (byte) mask;
				final List<Object> seen = content(Files.write(file, damaged));
				if (seen == null) refused++;
				else assertEquals(right, seen, "byte " + at + " changed by " + mask);
			}
		return refused;
	}

	@ParameterizedTest
	@ValueSource(ints = { ZipEntry.STORED, ZipEntry.DEFLATED })
	void noChangedByteGivesOtherValues(final int method) throws IOException {
		final byte[] whole = archive(method);
		final StateDict weights = Weights.read(Files.write(folder.resolve("whole.pt"), whole));
		assertArrayEquals(VALUES, weights.get("w").floats());
		assertArrayEquals(Arrays.copyOfRange(VALUES, 4, 8), weights.get("half").floats());
		assertTrue(refused(whole, 1, 1, 0x20, 0xFF) > whole.length);
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@CsvSource({ "pt_views_zip.pt, 3", "pt_views_protocol4.pt, 7", "pt_nested_zip.pt, 11", "pt_deflated.pt, 1",
		"pt_hand_plain.pt, 1", "pt_byteorder_big.pt, 1", "pt_byteorder_little.pt, 1" })
	void neitherInTheFilesOfTorch(final String name, final int step) throws IOException {
		assertTrue(refused(Files.readAllBytes(Fixtures.file("weights", name)), step, 1, 0x80) > 20);
	}

	@Test
	void whatIsDamagedIsNamed() throws IOException {
		final byte[] damaged = archive(ZipEntry.STORED);
		final int at = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("a/data/0") + "a/data/0".length();
		damaged[at] ^= 1;
		final Path file = Files.write(folder.resolve("damaged.pt"), damaged);
		final StateDict weights = Weights.read(file);
		// The view holds none of the changed byte, but its storage does.
		for (final String name : List.of("half", "w")) {
			final Tensor tensor = weights.get(name);
			final String message = assertThrows(SonoflowException.File.class, tensor::floats).getMessage();
			assertTrue(message.contains("damaged.pt") && message.contains("a/data/0") && message.contains("checksum"), message);
		}
		assertThrows(SonoflowException.File.class, () -> Weights.verify(file));
		final Path whole = Files.write(folder.resolve("whole.pt"), archive(ZipEntry.STORED));
		Weights.verify(whole);
	}

	/** A damaged pickle often makes no sense, but that it is damaged says what to do. */
	@ParameterizedTest
	@ValueSource(ints = { ZipEntry.STORED, ZipEntry.DEFLATED })
	void damageIsTheCauseOfAPickleThatMakesNoSense(final int method) throws IOException {
		final byte[] damaged = archive(method);
		final int at = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("a/data.pkl") + "a/data.pkl".length();
		if (method == ZipEntry.STORED) damaged[at + 3] = 'Z';
		else {
			// Another pickle, whose sum is another one.
			final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
				put(zip, method, "a/data.pkl", "\u0080\u0002Z".getBytes(StandardCharsets.ISO_8859_1));
			}
			final byte[] other = bytes.toByteArray();
			final String text = new String(other, StandardCharsets.ISO_8859_1);
			final int central = text.indexOf("PK\u0001\u0002") + 16;
			final int behind = text.indexOf("PK\u0007\u0008") + 4;
			other[central] ^= 1;
			other[behind] ^= 1;
			refusedAsDamaged(other);
			return;
		}
		refusedAsDamaged(damaged);
	}

	private void refusedAsDamaged(final byte[] archive) throws IOException {
		final Path file = Files.write(folder.resolve("pickle.pt"), archive);
		final SonoflowException.File e = assertThrows(SonoflowException.File.class, () -> Weights.read(file));
		assertTrue(e.getMessage().contains("checksum of its part a/data.pkl"), e.getMessage());
		assertTrue(e.getSuppressed()[0].getMessage().contains("pickle"), e.getSuppressed()[0].toString());
	}

	/** Of a storage of a terabyte. */
	@Test
	void afterAFailureNothingMoreIsRead() throws IOException {
		final long[] furthest = { 0 };
		final Storage bytes = new Storage() {

			@Override
			public long length() {
				return 1L << 40;
			}

			@Override
			public ByteOrder order() {
				return ByteOrder.LITTLE_ENDIAN;
			}

			@Override
			public String name() {
				return "large";
			}

			@Override
			public Reader open() {
				return (position, target) -> {
					furthest[0] = Math.max(furthest[0], position + target.remaining());
					target.position(target.limit());
				};
			}
		};
		final Storage checked = new Checksummed(bytes, "part", 1);
		try (StorageStream in = new StorageStream(checked)) {
			assertEquals(0, in.read());
		}
		assertTrue(furthest[0] < 1 << 20, furthest[0] + " bytes");
	}

	@Test
	void directoryAndPartsMustAgree() throws IOException {
		final byte[] whole = archive(ZipEntry.STORED);
		final String text = new String(whole, StandardCharsets.ISO_8859_1);
		final int local = text.indexOf("a/data/0");
		final int central = text.lastIndexOf("a/data/0");
		final List<byte[]> damaged = new ArrayList<>();
		for (final int[] change : new int[][] { { local - 4, 7 }, { local, 'b' }, { central - 26, 31 }, { central - 22, 33 },
			{ local - 8, 31 }, { local - 16, 0 }, { central - 46 + 10, 8 }, { whole.length - 22 + 10, 3 } })
		{
			final byte[] copy = whole.clone();
			copy[change[0]] = (byte) change[1];
			damaged.add(copy);
		}
		for (final byte[] copy : damaged) {
			final Path file = Files.write(folder.resolve("x.pt"), copy);
			final String message = assertThrows(SonoflowException.File.class, () -> Weights.read(file)).getMessage();
			assertTrue(message.contains("x.pt"), message);
		}
	}

	@Test
	void partsMustNotOverlap() throws IOException {
		final byte[] bytes = archive(ZipEntry.STORED);
		final String text = new String(bytes, StandardCharsets.ISO_8859_1);
		final int local = text.indexOf("a/data/0");
		final int central = text.lastIndexOf("a/data/0");
		for (final int at : new int[] { local - 12, local - 8, central - 26, central - 22 })
			bytes[at] = 40;
		final Path file = Files.write(folder.resolve("x.pt"), bytes);
		final String message = assertThrows(SonoflowException.File.class, () -> Weights.read(file)).getMessage();
		assertTrue(message.contains("overlaps"), message);
	}

	/** As the archives of more than 4 GB: all that matters stands in the ZIP64 records. */
	@Test
	void zip64() throws IOException {
		final byte[] plain = archive(ZipEntry.STORED);
		final ByteBuffer end = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).position(plain.length - 22).slice().order(
			ByteOrder.LITTLE_ENDIAN);
		final ByteBuffer bytes = ByteBuffer.allocate(plain.length + 76).order(ByteOrder.LITTLE_ENDIAN).put(plain, 0,
			plain.length - 22);
		bytes.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0).putLong(end.getShort(
			10)).putLong(end.getShort(10)).putLong(end.getInt(12)).putLong(end.getInt(16));
		bytes.putInt(0x07064b50).putInt(0).putLong(plain.length - 22L).putInt(1);
		bytes.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
		final Path file = Files.write(folder.resolve("large.pt"), bytes.array());
		assertArrayEquals(VALUES, Weights.read(file).get("w").floats());
		assertTrue(refused(bytes.array(), 1, 1, 0xFF) > plain.length / 2);
	}
}
