package io.sonoflow.image.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import java.util.*;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;

public final class SectorCrop {
	public record Result(Box box, double score, String reason) {}
	static double SIDE = 0.8, DENS = 0.5, OPEN = 0.006; static int LEVELS = 8; static boolean DEBUG = System.getenv("DBG") != null;

	public static Result cropColor(final RandomAccessibleInterval<ARGBType> image, final int tolerance) {
		return new Result(find(Screen.ofColor(image), tolerance), 1, "");
	}

	static Box TRUTH;
	record Cand(int[] colours, int t, Box box, double solid, double[] in, double[] out, double quality) {}
	static int FLAT = 2; static double NEAR = 0.03; static double GATE = 0.5, QUIET = 0.7;
	static Box find(final Screen s, final int tolerance) {
		Box box = new Box(0, 0, s.width, s.height);
		final List<Integer> seen = new ArrayList<>();
		for (int round = 0; round < 4; round++) {
			final Map<Integer, Integer> flat = new LinkedHashMap<>();
			final Set<Integer> colours = margins(s, box, tolerance, seen, round, flat);
			final List<int[]> sets = new ArrayList<>();
			for (final int c : colours) sets.add(new int[] { c });
			final Set<Integer> all = new LinkedHashSet<>(seen); all.addAll(colours);
			if (all.size() > 1 && !colours.isEmpty()) sets.add(all.stream().mapToInt(Integer::intValue).toArray());
			Cand best = null;
			for (final int[] c : sets) for (int t = 0; t <= tolerance; t++) {
				Cand cand = peel(s, box, c, t, round);
				if (cand == null) continue;
				int quiet = 0; for (int k : c) quiet = Math.max(quiet, flat.getOrDefault(k, 0));
				final boolean pass = cand.quality > GATE || cand.quality > 0 && quiet >= (round == 0 ? 1 : 3);
				if (DEBUG) System.out.printf("  r%d %06x(%d) t%d %s solid %.2f L %.2f-%.2f R %.2f-%.2f T %.2f-%.2f B %.2f-%.2f q %.3f %s iou %.3f%n", round, c[0], c.length, t, Eval.str(cand.box), cand.solid, cand.in[0], cand.out[0], cand.in[1], cand.out[1], cand.in[2], cand.out[2], cand.in[3], cand.out[3], cand.quality, pass, TRUTH == null ? 0 : cand.box.iou(TRUTH));
				if (pass && (best == null || cand.quality > best.quality + NEAR || cand.quality > best.quality - NEAR && cand.box.area() < best.box.area())) best = cand;
			}
			if (best == null) break;
			for (int c : best.colours) seen.add(c);
			box = best.box;
		}
		return box;
	}

	static Set<Integer> margins(final Screen s, final Box b, final int tolerance, List<Integer> seen, int round, Map<Integer, Integer> flat) {
		final Set<Integer> result = new LinkedHashSet<>();
		final int step = Math.max(1, Math.min(b.w(), b.h()) / 150);
		for (int side = 0; side < 4; side++) {
			for (int k = 0; k < (round == 0 ? 1 : 4); k++) { final int in = k * step;
				if (b.w() <= 2 * in || b.h() <= 2 * in) break;
				final int[] line = side == 0 ? line(s, b.x(), b.y() + in, 1, 0, b.w()) : side == 1 ? line(s, b.x(), b.y() + b.h() - 1 - in, 1, 0, b.w()) : side == 2 ? line(s, b.x() + in, b.y(), 0, 1, b.h()) : line(s, b.x() + b.w() - 1 - in, b.y(), 0, 1, b.h());
				final int mode = mode(line);
				if (share(line, mode, FLAT) < SIDE) continue;
				final int c = mean(line, mode, FLAT);
				boolean near = false;
				for (final int o : seen) if (Screen.distance(c, o) < LEVELS) near = true;
				if (near) continue;
				int same = c;
				for (final int o : result) if (Screen.distance(c, o) < LEVELS) same = o;
				result.add(same);
				if (share(line, mode, 0) >= QUIET) { flat.merge(same, 1, Integer::sum); break; }
			}
		}
		return result;
	}
	static int mean(int[] l, int c, int t) { long r = 0, g = 0, b = 0, n = 0; for (int v : l) if (Screen.distance(v, c) <= t) { r += v >> 16 & 255; g += v >> 8 & 255; b += v & 255; n++; } return (int) ((r + n / 2) / n) << 16 | (int) ((g + n / 2) / n) << 8 | (int) ((b + n / 2) / n); }
	static int[] line(Screen s, int x, int y, int dx, int dy, int n) { int[] o = new int[n]; for (int i = 0; i < n; i++) o[i] = s.rgb[(y + i * dy) * s.width + x + i * dx]; return o; }
	static double share(int[] l, int c, int t) { int n = 0; for (int v : l) if (Screen.distance(v, c) <= t) n++; return (double) n / l.length; }
	static int mode(int[] l) { int[] q = l.clone(); Arrays.sort(q); int best = q[0], bn = 0; for (int i = 0; i < q.length;) { int j = i; while (j < q.length && q[j] == q[i]) j++; if (j - i > bn) { bn = j - i; best = q[i]; } i = j; } return best; }

	static Cand peel(Screen s, Box b, int[] colours, int noise, int round) {
		final int w = b.w(), h = b.h();
		final boolean[] m = new boolean[w * h]; final int[] sum = new int[(w + 1) * (h + 1)];
		for (int y = 0; y < h; y++) { int row = 0; for (int x = 0; x < w; x++) { boolean f = true; for (int colour : colours) f &= Screen.distance(s.rgb[(b.y() + y) * s.width + b.x() + x], colour) > noise; m[y * w + x] = f; if (f) row++; sum[(y + 1) * (w + 1) + x + 1] = sum[y * (w + 1) + x + 1] + row; } }
		final boolean[] d = new boolean[w * h]; final int r = 3;
		for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) {
			int x0 = Math.max(0, x - r), x1 = Math.min(w, x + r + 1), y0 = Math.max(0, y - r), y1 = Math.min(h, y + r + 1);
			int n = sum[y1 * (w + 1) + x1] - sum[y0 * (w + 1) + x1] - sum[y1 * (w + 1) + x0] + sum[y0 * (w + 1) + x0];
			d[y * w + x] = n >= DENS * (x1 - x0) * (y1 - y0);
		}
		Mask dense = Mask.of(d, w, h);
		final int open = Math.max(2, (int) Math.round(OPEN * Math.min(s.width, s.height)));
		Mask opened = Morphology.open(dense, open);
		Components c = Components.of(opened, Connectivity.EIGHT);
		int[] order = c.byArea();
		if (order.length == 0) return null;
		int[] labels = c.labels();
		double[] weight = new double[c.count()];
		for (int y = 0; y < h; y++) for (int x = 0; x < w - 1; x++) { int l = labels[y * w + x]; if (l < 0) continue; int p = s.rgb[(b.y() + y) * s.width + b.x() + x], q = s.rgb[(b.y() + y) * s.width + b.x() + x + 1];
			double sat = Screen.brightest(p) - Screen.darkest(p); if (sat > 60) continue; weight[l] += p == q ? 0.3 : 1; }
		int main = 0; for (int i = 0; i < weight.length; i++) if (weight[i] > weight[main]) main = i;
		if (false) for (int k = 0; k < Math.min(6, order.length); k++) System.out.println("   comp " + c.box(order[k]) + " area " + c.area(order[k]) + " weight " + (int) weight[order[k]] + (order[k] == main ? " main" : ""));
		Box box = c.box(main);
		final boolean[] wanted = new boolean[c.count()];
		wanted[main] = true;
		for (int i = 0; i < wanted.length; i++) {
			final Box o = c.box(i);
			final double mid = o.x() + o.w() / 2.0;
			if (c.area(i) >= FRIEND * c.area(main) && weight[i] >= TEXTURE * c.area(i) && mid > box.x() && mid < box.x() + box.w()) wanted[i] = true;
		}
		int l = w, t = h, rr = 0, bb = 0;
		for (int i = 0; i < wanted.length; i++) if (wanted[i]) { Box o = c.box(i); l = Math.min(l, o.x()); t = Math.min(t, o.y()); rr = Math.max(rr, o.x() + o.w()); bb = Math.max(bb, o.y() + o.h()); }
		final int[] x = snap(d, w, l, t, rr - l, bb - t, true), y = snap(d, w, l, t, rr - l, bb - t, false);
		final Box found = new Box(l + x[0], t + y[0], x[1] - x[0], y[1] - y[0]);
		final Mask region = c.mask(wanted);
		final double solid = region.area() / hullArea(region);
		final double[] in = new double[4], out = new double[4];
		double q = 0, minJump = 1; int moved = 0;
		final int k = Math.max(3, Math.min(s.width, s.height) / 100);
		final int[][] inner = { { found.x(), found.y(), k, found.h() }, { found.x() + found.w() - k, found.y(), k, found.h() }, { found.x(), found.y(), found.w(), k }, { found.x(), found.y() + found.h() - k, found.w(), k } };
		final int[][] outer = { { found.x() - k, found.y(), k, found.h() }, { found.x() + found.w(), found.y(), k, found.h() }, { found.x(), found.y() - k, found.w(), k }, { found.x(), found.y() + found.h(), found.w(), k } };
		for (int i = 0; i < 4; i++) {
			in[i] = cover(sum, w, h, inner[i]); out[i] = cover(sum, w, h, outer[i]);
			if (Double.isNaN(out[i])) continue;
			moved++; q += in[i] - out[i]; minJump = Math.min(minJump, in[i] - out[i]);
		}
		final double quality = moved == 0 ? 0 : solid * (0.3 + 0.7 * q / moved);
		return new Cand(colours, noise, new Box(b.x() + found.x(), b.y() + found.y(), found.w(), found.h()), solid, in, out, quality);
	}
	static double cover(int[] sum, int w, int h, int[] r) { int x0 = r[0], y0 = r[1], x1 = x0 + r[2], y1 = y0 + r[3];
		x0 = Math.max(0, x0); y0 = Math.max(0, y0); x1 = Math.min(w, x1); y1 = Math.min(h, y1); if (x1 - x0 < 2 || y1 - y0 < 2) return Double.NaN;
		return (sum[y1 * (w + 1) + x1] - sum[y0 * (w + 1) + x1] - sum[y1 * (w + 1) + x0] + sum[y0 * (w + 1) + x0]) / (double) ((x1 - x0) * (y1 - y0)); }
	static double hullArea(Mask m) {
		int w = m.width(), h = m.height(); List<int[]> p = new ArrayList<>();
		for (int y = 0; y < h; y++) { int a = -1, z = -1; for (int x = 0; x < w; x++) if (m.get(x, y)) { if (a < 0) a = x; z = x + 1; } if (a >= 0) { p.add(new int[] { a, y }); p.add(new int[] { a, y + 1 }); p.add(new int[] { z, y }); p.add(new int[] { z, y + 1 }); } }
		p.sort((u, v) -> u[0] != v[0] ? Integer.compare(u[0], v[0]) : Integer.compare(u[1], v[1]));
		int[][] hull = new int[2 * p.size() + 2][]; int n = 0;
		for (int pass = 0; pass < 2; pass++) { int start = n; for (int i = 0; i < p.size(); i++) { int[] q = pass == 0 ? p.get(i) : p.get(p.size() - 1 - i);
			while (n >= start + 2 && cross(hull[n - 2], hull[n - 1], q) <= 0) n--; hull[n++] = q; } n--; }
		long a2 = 0; for (int i = 0; i < n; i++) { int[] u = hull[i], v = hull[(i + 1) % n]; a2 += (long) u[0] * v[1] - (long) u[1] * v[0]; }
		return Math.abs(a2) / 2.0;
	}
	static long cross(int[] o, int[] a, int[] b) { return (long) (a[0] - o[0]) * (b[1] - o[1]) - (long) (a[1] - o[1]) * (b[0] - o[0]); }
	static double FRIEND = 0.03, TEXTURE = 0.55, JUMP = 0.6, LOW = 0.2;

	static int[] snap(boolean[] m, int stride, int l, int t, int w, int h, boolean columns) {
		final int n = columns ? w : h, k = columns ? h : w;
		final double[] cov = new double[n];
		for (int i = 0; i < n; i++) { int c = 0; for (int j = 0; j < k; j++) if (m[(t + (columns ? j : i)) * stride + l + (columns ? i : j)]) c++; cov[i] = (double) c / k; }
		int a = 0, z = n;
		for (int i = 0; i < n / 3 && cov[i] < LOW; i++) if (cov[Math.min(n - 1, i + 3)] - cov[i] > JUMP) a = i + 1;
		for (int i = n - 1; i > 2 * n / 3 && cov[i] < LOW; i--) if (cov[Math.max(0, i - 3)] - cov[i] > JUMP) z = i;
		return new int[] { a, z };
	}
}
