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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The elements that say how a picture is stored and shown (DICOM PS3.6), under the standard's names. */
enum Tag {

	TRANSFER_SYNTAX(0x0002_0010, "Transfer Syntax UID"), //
	MANUFACTURER(0x0008_0070, "Manufacturer"), //
	MODEL(0x0008_1090, "Manufacturer's Model Name"), //
	DISPLAY_RATE(0x0008_2144, "Recommended Display Frame Rate"), //
	PIXEL_PRESENTATION(0x0008_9205, "Pixel Presentation"), //
	CINE_RATE(0x0018_0040, "Cine Rate"), //
	FRAME_TIME(0x0018_1063, "Frame Time"), //
	FRAME_TIMES(0x0018_1065, "Frame Time Vector"), //
	REGIONS(0x0018_6011, "Sequence of Ultrasound Regions"), //
	SAMPLES(0x0028_0002, "Samples per Pixel"), //
	PHOTOMETRIC(0x0028_0004, "Photometric Interpretation"), //
	PLANAR(0x0028_0006, "Planar Configuration"), //
	FRAMES(0x0028_0008, "Number of Frames"), //
	ROWS(0x0028_0010, "Rows"), //
	COLUMNS(0x0028_0011, "Columns"), //
	ALLOCATED(0x0028_0100, "Bits Allocated"), //
	STORED(0x0028_0101, "Bits Stored"), //
	HIGH_BIT(0x0028_0102, "High Bit"), //
	REPRESENTATION(0x0028_0103, "Pixel Representation"), //
	WINDOW_CENTER(0x0028_1050, "Window Center"), //
	WINDOW_WIDTH(0x0028_1051, "Window Width"), //
	INTERCEPT(0x0028_1052, "Rescale Intercept"), //
	SLOPE(0x0028_1053, "Rescale Slope"), //
	VOI_FUNCTION(0x0028_1056, "VOI LUT Function"), //
	RED_DESCRIPTOR(0x0028_1101, "Red Palette Color Lookup Table Descriptor"), //
	GREEN_DESCRIPTOR(0x0028_1102, "Green Palette Color Lookup Table Descriptor"), //
	BLUE_DESCRIPTOR(0x0028_1103, "Blue Palette Color Lookup Table Descriptor"), //
	RED_TABLE(0x0028_1201, "Red Palette Color Lookup Table Data"), //
	GREEN_TABLE(0x0028_1202, "Green Palette Color Lookup Table Data"), //
	BLUE_TABLE(0x0028_1203, "Blue Palette Color Lookup Table Data"), //
	RED_SEGMENTS(0x0028_1221, "Segmented Red Palette Color Lookup Table Data"), //
	GREEN_SEGMENTS(0x0028_1222, "Segmented Green Palette Color Lookup Table Data"), //
	BLUE_SEGMENTS(0x0028_1223, "Segmented Blue Palette Color Lookup Table Data"), //
	MODALITY_TABLES(0x0028_3000, "Modality LUT Sequence"), //
	TABLE_DESCRIPTOR(0x0028_3002, "LUT Descriptor"), //
	TABLE(0x0028_3006, "LUT Data"), //
	VOI_TABLES(0x0028_3010, "VOI LUT Sequence"), //
	FRAME_VOI(0x0028_9132, "Frame VOI LUT Sequence"), //
	FRAME_TRANSFORM(0x0028_9145, "Pixel Value Transformation Sequence"), //
	PRESENTATION_SHAPE(0x2050_0020, "Presentation LUT Shape"), //
	SHARED_GROUPS(0x5200_9229, "Shared Functional Groups Sequence"), //
	FRAME_GROUPS(0x5200_9230, "Per-frame Functional Groups Sequence"), //
	OFFSETS(0x7FE0_0001, "Extended Offset Table"), //
	FLOAT_PIXELS(0x7FE0_0008, "Float Pixel Data"), //
	DOUBLE_PIXELS(0x7FE0_0009, "Double Float Pixel Data"), //
	PIXEL_DATA(0x7FE0_0010, "Pixel Data");

	private static final Map<Integer, Tag> BY_NUMBER = new HashMap<>();

	static {
		for (final Tag tag : values())
			BY_NUMBER.put(tag.number, tag);
	}

	/** Group in the high half, element in the low one. */
	final int number;
	private final String title;

	Tag(final int number, final String title) {
		this.number = number;
		this.title = title;
	}

	/** {@return null if nothing here asks for it} */
	static Tag of(final int number) {
		return BY_NUMBER.get(number);
	}

	/** {@return whether its value is a sequence of items} */
	boolean isSequence() {
		return switch (this) {
			case REGIONS, MODALITY_TABLES, VOI_TABLES, FRAME_VOI, FRAME_TRANSFORM, SHARED_GROUPS, FRAME_GROUPS -> true;
			default -> false;
		};
	}

	static String hex(final int number) {
		return String.format(Locale.ROOT, "(%04X,%04X)", number >>> 16, number & 0xFFFF);
	}

	@Override
	public String toString() {
		return title + " " + hex(number);
	}
}
