"""The baseline of UNetBenchmark: the same U-Net in PyTorch, written from its description (legacy attention order).

    python3 unet.py save DIR [SIZE BASE]            writes weights.pt and traced.pt; also tiny_weights.pt and tiny_traced.pt,
                                                    a network of as many layers that have next to nothing to compute
    python3 unet.py time DIR THREADS SIZE BASE BATCH   for each line on stdin, forward or backward (forward and backward):
                                                    does so once, prints seconds elapsed and seconds of processor time
"""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def norm(channels):
    return nn.GroupNorm(32, channels)


class Residual(nn.Module):
    def __init__(self, fan_in, out, emb):
        super().__init__()
        self.in_layers = nn.Sequential(norm(fan_in), nn.SiLU(), nn.Conv2d(fan_in, out, 3, padding=1))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(emb, 2 * out))
        self.out_layers = nn.Sequential(norm(out), nn.SiLU(), nn.Dropout(0), nn.Conv2d(out, out, 3, padding=1))
        self.skip_connection = nn.Identity() if fan_in == out else nn.Conv2d(fan_in, out, 1)

    def forward(self, x, emb):
        h = self.in_layers(x)
        scale, shift = self.emb_layers(emb)[..., None, None].chunk(2, dim=1)
        h = self.out_layers[0](h) * (1 + scale) + shift
        return self.skip_connection(x) + self.out_layers[1:](h)


class Attention(nn.Module):
    def __init__(self, channels, heads=4):
        super().__init__()
        self.heads = heads
        self.norm = norm(channels)
        self.qkv = nn.Conv1d(channels, 3 * channels, 1)
        self.proj_out = nn.Conv1d(channels, channels, 1)

    def forward(self, x, emb):
        b, c, h, w = x.shape
        qkv = self.qkv(self.norm(x.reshape(b, c, -1)))
        q, k, v = qkv.reshape(b * self.heads, 3 * c // self.heads, h * w).chunk(3, dim=1)
        s = (c // self.heads) ** -0.25
        weight = torch.einsum("bct,bcs->bts", q * s, k * s).softmax(-1)
        a = torch.einsum("bts,bcs->bct", weight, v).reshape(b, c, -1)
        return x + self.proj_out(a).reshape(b, c, h, w)


class Down(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.op = nn.Conv2d(channels, channels, 3, stride=2, padding=1)

    def forward(self, x, emb):
        return self.op(x)


class Up(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x, emb):
        return self.conv(F.interpolate(x, scale_factor=2, mode="nearest"))


class Stage(nn.ModuleList):
    def forward(self, x, emb):
        for part in self:
            x = part(x) if isinstance(part, nn.Conv2d) else part(x, emb)
        return x


class UNet(nn.Module):
    def __init__(self, size, base, mult, sides=(16, 8), blocks=2):
        super().__init__()
        self.base = base
        emb = 4 * base
        self.time_embed = nn.Sequential(nn.Linear(base, emb), nn.SiLU(), nn.Linear(emb, emb))
        width = mult[0] * base
        self.input_blocks = nn.ModuleList([Stage([nn.Conv2d(1, width, 3, padding=1)])])
        skips = [width]
        for level, m in enumerate(mult):
            for _ in range(blocks):
                parts = [Residual(width, m * base, emb)]
                width = m * base
                if size >> level in sides:
                    parts.append(Attention(width))
                self.input_blocks.append(Stage(parts))
                skips.append(width)
            if level < len(mult) - 1:
                self.input_blocks.append(Stage([Down(width)]))
                skips.append(width)
        self.middle_block = Stage([Residual(width, width, emb), Attention(width), Residual(width, width, emb)])
        self.output_blocks = nn.ModuleList()
        for level, m in reversed(list(enumerate(mult))):
            for i in range(blocks + 1):
                parts = [Residual(width + skips.pop(), m * base, emb)]
                width = m * base
                if size >> level in sides:
                    parts.append(Attention(width))
                if level and i == blocks:
                    parts.append(Up(width))
                self.output_blocks.append(Stage(parts))
        self.out = nn.Sequential(norm(width), nn.SiLU(), nn.Conv2d(width, 2, 3, padding=1))

    def forward(self, x, t):
        half = self.base // 2
        waves = t[:, None] * torch.exp(-math.log(10000) * torch.arange(half, device=t.device) / half)
        emb = self.time_embed(torch.cat([torch.cos(waves), torch.sin(waves)], 1))
        skips = []
        for stage in self.input_blocks:
            x = stage(x, emb)
            skips.append(x)
        x = self.middle_block(x, emb)
        for stage in self.output_blocks:
            x = stage(torch.cat([x, skips.pop()], 1), emb)
        return self.out(x)


MULTIPLIERS = {256: (1, 1, 2, 2, 4, 4), 128: (1, 1, 2, 3, 4), 64: (1, 2, 3, 4)}


def save(folder, size=64, base=64):
    torch.manual_seed(0)
    mult = MULTIPLIERS[int(size)]
    tiny = torch.randn(1, 1, 2 ** len(mult), 2 ** len(mult))
    for name, network, x in (
        ("", UNet(int(size), int(base), mult), torch.randn(2, 1, int(size), int(size))),
        ("tiny_", UNet(int(size), 32, (1,) * len(mult)), tiny),
    ):
        torch.save(network.state_dict(), folder + "/" + name + "weights.pt")
        t = torch.arange(len(x)).float()
        torch.jit.trace(network, (x, t), check_trace=False).save(folder + "/" + name + "traced.pt")


def serve(folder, threads, size, base, batch):
    torch.set_num_threads(int(threads))
    network = UNet(int(size), int(base), MULTIPLIERS[int(size)])
    network.load_state_dict(torch.load(folder + "/weights.pt"))
    x = torch.randn(int(batch), 1, int(size), int(size))
    t = torch.arange(int(batch)).float()
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        start = time.perf_counter(), time.process_time()
        if line.strip() == "forward":
            with torch.no_grad():
                network(x, t)
        else:
            network(x, t).square().mean().backward()
        print(time.perf_counter() - start[0], time.process_time() - start[1], flush=True)


def main(mode, *arguments):
    {"save": save, "time": serve}[mode](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
