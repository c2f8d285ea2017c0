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
package io.sonoflow.read.dicom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Reads what stands before the pixels: file meta information and data set (PS3.10, PS3.5 chapter 7). */
final class Header {

	private static final int PREAMBLE = 128;
	private static final int ITEM = 0xFFFE_E000;
	private static final int ITEM_END = 0xFFFE_E00D;
	private static final int SEQUENCE_END = 0xFFFE_E0DD;
	/** Types whose length has 16 bits; those of others, of later editions too, have 32. */
	private static final Set<String> SHORT = Set.of("AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT",
		"PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US");
	/** Deeper sequences are no honest file's. */
	private static final int DEEPEST = 32;
	/** Items and values kept; an honest file has a few for every frame. */
	private static final int MOST = 1_000_000;
	/** Bytes of a value that is kept: a table of 65,536 entries, and offsets of very long clips. */
	private static final int LONGEST = 1 << 24;
	/** Bytes of all values that are kept: a deflated file of a few kilobytes could fill the memory. */
	private static final long MOST_BYTES = 1L << 26;

	/** One element's beginning. */
	record Element(int tag, String vr, long start, long length) {

		boolean isOpen() {
			return length == 0xFFFFFFFFL;
		}
	}

	private final DataSet root = new DataSet();
	private final HeaderText text = new HeaderText();
	private final Path path;
	private Source source;
	private boolean big;
	private int kept;
	private long keptBytes;
	private Element pixels;

	private Header(final Path path, final Source source) {
		this.path = path;
		this.source = source;
	}

	/**
	 * @param source of the file; closed if another replaces it
	 * @throws Refused if there are no pixels
	 */
	static Header read(final Path path, final Source source) throws IOException {
		final Header header = new Header(path, source);
		try {
			header.parse();
			return header;
		}
		catch (final IOException | RuntimeException e) {
			header.source.close();
			throw e;
		}
	}

	private void parse() throws IOException {
		final long start = meta(hasPreamble() ? PREAMBLE + 4 : 0);
		final String syntax = root.text(Tag.TRANSFER_SYNTAX);
		long position = start;
		if (Coding.isDeflated(syntax)) {
			source.close();
			source = new Source.Inflated(path, start);
			position = 0;
		}
		big = isBig(position, Coding.isBigEndian(syntax));
		root.order(big);
		requirePixels(elements(position, source.end(), root, 0, isImplicit(position, Coding.isImplicit(syntax))));
	}

	/** @param end where the elements ended */
	private void requirePixels(final long end) throws IOException {
		if (pixels == null && (end != source.end() && source.reaches(end, 1) || root.has(Tag.ROWS))) throw Refused.broken(
			"It is cut off: it ends in its header, before " + Tag.PIXEL_DATA + ", and holds no picture");
		if (pixels == null) throw Refused.noPicture("It holds no picture (no " + Tag.PIXEL_DATA +
			"): a report, a directory, or a header whose pixels are cut off");
		if (pixelTag() != Tag.PIXEL_DATA) throw Refused.unknown("its pixels are floating point numbers, " + pixelTag());
	}

	private boolean hasPreamble() throws IOException {
		return source.end() >= PREAMBLE + 4 && new String(source.bytes(PREAMBLE, 4), StandardCharsets.ISO_8859_1).equals(
			"DICM");
	}

	/** {@return where the data set begins; the meta information is little endian whatever follows} */
	private long meta(final long from) throws IOException {
		long position = from;
		while (position + 8 <= source.end() && source.u16(position, false) == 2) {
			final Element element = element(position, isImplicit(position, false));
			if (element.isOpen()) throw tooLong(element);
			keep(element, root);
			position = element.start + element.length;
		}
		return position;
	}

	/** Groups are small numbers: swapped, the first of them tells of a wrong transfer syntax. */
	private boolean isBig(final long position, final boolean said) throws IOException {
		final int group = source.u16(position, said);
		return group > 0xFF && (group & 0xFF) == 0 ? !said : said;
	}

	/** Some writers say one and do the other; the two letters of the type are there or not. */
	private boolean isImplicit(final long position, final boolean said) throws IOException {
		final String vr = vr(position);
		if (vr.isEmpty()) return true;
		return said && !SHORT.contains(vr) && !vr.equals("SQ") && !vr.equals("OB");
	}

	/** {@return the element's type, empty if there are no two capital letters} */
	private String vr(final long position) throws IOException {
		final int first = source.u8(position + 4);
		final int second = source.u8(position + 5);
		final boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
		return letters ? "" + (char) first + (char) second : "";
	}

	private int tag(final long position) throws IOException {
		return source.u16(position, big) << 16 | source.u16(position + 2, big);
	}

	private long length(final long position) throws IOException {
		return source.i32(position, big) & 0xFFFFFFFFL;
	}

	private Element element(final long position, final boolean implicit) throws IOException {
		final int tag = tag(position);
		final String vr = implicit || tag >>> 16 == 0xFFFE ? "" : vr(position);
		if (vr.isEmpty()) return new Element(tag, "", position + 8, length(position + 4));
		if (SHORT.contains(vr)) return new Element(tag, vr, position + 8, source.u16(position + 6, big));
		return new Element(tag, vr, position + 12, length(position + 8));
	}

	/**
	 * @param end at most; an item of unknown length ends itself
	 * @return where it ended
	 */
	private long elements(final long from, final long end, final DataSet into, final int depth, final boolean implicit)
		throws IOException
	{
		if (depth > DEEPEST) throw Refused.broken("its sequences lie " + depth + " deep in one another");
		long position = from;
		while (hasMore(position, end)) {
			final Element element = element(position, implicit);
			final boolean isEnd = element.tag == ITEM_END || element.tag == SEQUENCE_END;
			if (isEnd && depth > 0) return position + 8;
			if (depth == 0 && isPixels(element)) return element.start;
			position = isEnd ? position + 8 : value(element, into, depth, implicit);
		}
		return position;
	}

	private boolean hasMore(final long position, final long end) throws IOException {
		return position + 8 <= Math.min(end, source.end()) && source.reaches(position, 8);
	}

	private boolean isPixels(final Element element) {
		final Tag tag = Tag.of(element.tag);
		if (tag != Tag.PIXEL_DATA && tag != Tag.FLOAT_PIXELS && tag != Tag.DOUBLE_PIXELS) return false;
		pixels = element;
		return true;
	}

	/** {@return where the next element begins} */
	private long value(final Element element, final DataSet into, final int depth, final boolean implicit)
		throws IOException
	{
		final Tag tag = Tag.of(element.tag);
		// What was written as of unknown type is a sequence of the implicit kind if its length is open (PS3.5 6.2.2).
		final boolean unknown = element.vr.equals("UN");
		if (element.vr.equals("SQ") || element.isOpen() && element.tag != Tag.PIXEL_DATA.number || tag != null && tag
			.isSequence() && (element.vr.isEmpty() || unknown)) return sequence(element, tag, into, depth, implicit || unknown);
		if (element.isOpen()) return fragments(element.start);
		if (element.start + element.length > source.end()) throw tooLong(element);
		keep(element, into);
		return element.start + element.length;
	}

	private long sequence(final Element element, final Tag tag, final DataSet into, final int depth,
		final boolean implicit) throws IOException
	{
		final long end = element.isOpen() ? Long.MAX_VALUE : element.start + element.length;
		if (end != Long.MAX_VALUE && end > source.end()) throw tooLong(element);
		long position = element.start;
		while (hasMore(position, end)) {
			final int mark = tag(position);
			final long length = length(position + 4);
			position += 8;
			if (mark == SEQUENCE_END) return position;
			if (mark != ITEM) throw Refused.broken("the sequence " + Tag.hex(element.tag) + " holds " + Tag.hex(mark) +
				" where an item should begin");
			final DataSet item = new DataSet();
			item.order(big);
			final boolean open = length == 0xFFFFFFFFL;
			final long itemEnd = open ? end : position + length;
			final long after = elements(position, itemEnd, item, depth + 1, implicit);
			position = open ? after : itemEnd;
			if (tag != null && tag.isSequence()) {
				count();
				into.put(tag, item);
			}
		}
		return end == Long.MAX_VALUE ? position : end;
	}

	/** An icon's compressed pixels: of no interest, but they must be stepped over. */
	private long fragments(final long from) throws IOException {
		long position = from;
		while (hasMore(position, Long.MAX_VALUE) && tag(position) == ITEM)
			position += 8 + length(position + 4);
		return position + 8;
	}

	private Refused tooLong(final Element element) {
		return Refused.broken("the element " + Tag.hex(element.tag) + " should have " + element.length +
			" bytes, but the file ends before");
	}

	private void count() throws Refused {
		if (++kept > MOST) throw Refused.broken("its header has over " + MOST + " elements");
	}

	private void keep(final Element element, final DataSet into) throws IOException {
		if (text.describes(element)) {
			count();
			text.add(element, source, big);
		}
		final Tag tag = Tag.of(element.tag);
		if (tag == null) return;
		count();
		if (element.length > LONGEST) throw Refused.broken(tag, element.length + " bytes long");
		keptBytes += element.length;
		if (keptBytes > MOST_BYTES) throw Refused.broken("its header has over " + MOST_BYTES + " bytes");
		into.put(tag, element.vr, source.bytes(element.start, (int) element.length));
	}

	DataSet root() {
		return root;
	}

	/** {@return the lines on regions, maker and model in ImageJ's form} */
	String text() {
		return text.toString();
	}

	/** {@return of the pixels, open until closed} */
	Source source() {
		return source;
	}

	boolean isBig() {
		return big;
	}

	Tag pixelTag() {
		return Tag.of(pixels.tag);
	}

	String pixelType() {
		return pixels.vr;
	}

	long pixelStart() {
		return pixels.start;
	}

	/** {@return bytes, or -1 if they are in fragments} */
	long pixelLength() {
		return pixels.isOpen() ? -1 : pixels.length;
	}
}
